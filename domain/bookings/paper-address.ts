import type { Component } from '../catalogue/product';
import { refuse, type Refusal } from '../refusal';

/** BKG-2: papers are delivered to an address, and that is one of the centre's on file; `place` is where the command names it. */
export function addressRefusals(
  sat: readonly Pick<Component, 'form'>[],
  address: string | null,
  onFile: readonly string[],
  place: string,
): Refusal[] {
  if (address === null) {
    const isPaper = sat.some(({ form }) => form === 'paper');
    return isPaper
      ? [refuse('addressMissing', 'BKG-2', 'Papers are delivered to an address', 'Choose one of the centre’s addresses.', place)]
      : [];
  }
  if (onFile.includes(address)) return [];
  return [
    refuse('address', 'BKG-2', 'This address is not on file', 'Choose one of the centre’s, or ask for another one by a request.', place),
  ];
}
