import { z } from 'zod';
import { chargeWhats } from '../../domain/registration/charge';
import { toMoney } from '../../domain/money';
import type { Instant } from '../../domain/working-days';
import type { Transaction } from '../../db/core/database';
import { decideLearners, type Decide, type LearnerOutcome, type LearnersCommand } from '../../db/learners/learner.commands';
import { findLearners } from '../../db/registration/learners.queries';
import { someLearners } from '../../messages/learners.schemas';
import { reservedCommand } from '../core/command';
import { notFound, refusedProblem } from '../core/problems';
import { ifMatch } from '../core/process-command';
import { route, type Call, type Route } from '../core/route';
import { byId, money } from '../core/schemas';
import { foundLearner, learnerBody, learnerDetails, learnerDetailsBody } from '../registration/learners.representations';

const charged = z.object({
  what: z.enum(chargeWhats),
  amount: money.describe('With value added tax; below nothing for a credit'),
});
/** How a command came out for one learner. */
export const outcome = z.object({
  learner: learnerDetails,
  outcome: z.enum(['done', 'refused']),
  charges: z.array(charged).describe('What it costs, and what is credited'),
  onward: foundLearner.nullable().describe('The registration that follows on this one (LRN-4, LRN-5)'),
  evidence: z.record(z.string(), z.string()).describe('Moments that the outcome turned on (WHY-4)'),
  errors: z
    .array(z.object({ pointer: z.string(), code: z.string(), rule: z.string(), detail: z.string(), remedy: z.string() }))
    .describe('Why it was refused'),
});
outcome.register(z.globalRegistry, { id: 'LearnerOutcome' });
const outcomes = z.object({ items: z.array(outcome) });
outcomes.register(z.globalRegistry, { id: 'LearnerOutcomes' });

/** What a centre decides about learners: by a verb of its own, one at a time or many at once. */
export interface Deciding<Shape extends z.ZodRawShape> extends Pick<Route, 'rules'> {
  /** The verb, as it stands in the path: `withdraw`. */
  verb: string;
  /** What it does to whom, to be followed by a comma or a full stop: `Withdraw`. */
  does: string;
  /** What is said beside which learners. */
  shape: Shape;
  /** Prepares what all of them are decided by; throws problems. */
  command(
    trx: Transaction,
    body: z.output<z.ZodObject<Shape>>,
    call: Call<unknown, unknown, unknown>,
    at: Instant,
  ): Promise<LearnersCommand>;
}

/**
 * The two operations of one decision: about one learner, refused as a problem, and about many at once with an outcome each. The instant
 * of receipt decides, also for a repeat (LRN-3, WHY-4).
 */
export function learnerDecision<Shape extends z.ZodRawShape>({ verb, does, shape, command, rules }: Deciding<Shape>): Route[] {
  type Body = z.output<z.ZodObject<Shape>>;
  const common = {
    ...({ method: 'post', permission: 'myLearners', command: 'plain' } as const),
    rules: [...rules, 'AUD-1', 'IDM-1', 'WHY-3', 'WHY-4'],
  };
  const one = route({
    ...common,
    name: `${camel(verb)}Learner`,
    path: `/v1/learners/:id/${verb}`,
    summary: `${does} a learner; a dry run tells what it costs or credits`,
    params: byId,
    refuses: [412],
    body: z.strictObject(shape) as unknown as z.ZodType<Body>,
    answers: { status: 200, description: 'How the learner stands then, and what it cost', schema: outcome },
    handle: (call: Call<{ id: string }, unknown, Body>) =>
      reservedCommand(call, call.body, async (trx, asked, at) => {
        const decided = await decideLearners(trx, [call.params.id], await command(trx, call.body, call, at), ifMatch(call), asked, at);
        const [found] = decided;
        if (!found) throw notFound();
        if (found.refusals.length > 0) throw refusedProblem(found.refusals);
        const [body] = await shown(trx, [found], at);
        return { headers: { ETag: `"${body!.learner.version}"` }, body: body! };
      }),
  });
  const many = route({
    ...common,
    name: `${camel(verb)}Learners`,
    path: `/v1/learners/${verb}`,
    summary: `${does} many learners at once, each with an outcome of its own`,
    body: z.strictObject({ learners: someLearners, ...shape }) as unknown as z.ZodType<Body & { learners: string[] }>,
    refuses: [404],
    answers: { status: 200, description: 'How each came out, in the order asked', schema: outcomes },
    handle: (call: Call<unknown, unknown, Body & { learners: string[] }>) =>
      reservedCommand(call, call.body, async (trx, asked, at) => {
        const { learners } = call.body;
        const decided = await decideLearners(trx, learners, await command(trx, call.body, call, at), null, asked, at);
        if (decided.length < learners.length) throw notFound();
        return { body: { items: await shown(trx, decided, at) } };
      }),
  });
  return [one, many];
}

/** A command that decides of each by what stands with the learner alone. */
export function byItself(decide: Decide): LearnersCommand {
  return { ready: async () => decide };
}

/** How a command came out for each of its learners, as it is answered. */
export async function shown(trx: Transaction, outcomes: readonly LearnerOutcome[], at: Instant) {
  const ids = outcomes.flatMap(({ learner, onward }) => (onward ? [learner, onward] : [learner]));
  const found = await findLearners(trx, ids, at);
  return outcomes.map(({ learner, refusals, charges, onward, evidence }) => ({
    learner: learnerDetailsBody(found.get(learner)!),
    outcome: refusals.length > 0 ? ('refused' as const) : ('done' as const),
    charges: charges.map(({ what, quantity, price }) => ({ what, amount: toMoney((price.net + price.vat) * BigInt(quantity)) })),
    onward: onward ? learnerBody(found.get(onward)!) : null,
    evidence,
    errors: refusals.map(({ code, rule, place, detail, remedy }) => ({ pointer: place, code, rule, detail, remedy })),
  }));
}

function camel(verb: string): string {
  return verb.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase());
}
