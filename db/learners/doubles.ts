import { codeOfError, UNIQUE_VIOLATION } from '../core/database';
import { refused } from '../core/commit-refused';

/** Writes learners; whoever stands there by then, at another centre too, which nobody of this one sees, is refused as a double (REG-9). */
export async function asDouble<Result>(writing: Promise<Result>, rule: string): Promise<Result> {
  try {
    return await writing;
  } catch (error) {
    if (codeOfError(error) !== UNIQUE_VIOLATION) throw error;
    throw refused(
      'learnerThere',
      rule,
      'Somebody with this ULN, or of this name and birth date, is registered on this product',
      'Compare the learners, and cancel one of the two.',
    );
  }
}
