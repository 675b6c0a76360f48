import type { PolicyNumber } from '../../domain/policy-numbers';

/** Released defaults by name, each as `value unit`; the steps of a ladder are separated by commas. */
export type ReleasedPolicy = Record<string, string>;

/** Numbers as the snapshot writes them. */
export function asReleased(numbers: Record<string, PolicyNumber>): ReleasedPolicy {
  return Object.fromEntries(Object.entries(numbers).map(([name, { value, unit }]) => [name, `${[value].flat().join(', ')} ${unit}`]));
}

/** What differs from the released defaults, a sentence each: one that changed or vanished, or a new one that the snapshot lacks (TIM-3). */
export function driftFrom(released: ReleasedPolicy, numbers: Record<string, PolicyNumber>): string[] {
  const current = asReleased(numbers);
  const moved = Object.entries(released)
    .filter(([name, value]) => current[name] !== value)
    .map(([name, value]) => `${name} was released as ${value} and ${current[name] ? `is ${current[name]} now` : 'is gone'}: put it back`);
  const unrecorded = Object.entries(current)
    .filter(([name]) => !(name in released))
    .map(([name, value]) => `new: add to the snapshot  "${name}": "${value}",`);
  return [...moved, ...unrecorded];
}
