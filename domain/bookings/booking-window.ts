import type { ProcessNames } from '../process';

/** The names of an assessment window's process: many bookings under one wait (BKG-3, design 4). */
export const bookingWindowNames = {
  kind: 'booking-window',
  entity: 'assessment-window',
  workflow: 'bookingWindow',
  letter: 'W',
  wait: 'rows',
  placement: 'durable',
  inWords: (reference: string) => `Assessment window ${reference}`,
  opensBy: null,
  commands: [],
  news: [],
} as const satisfies ProcessNames;
