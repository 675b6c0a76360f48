/** States as the employer sees them (APP-4), and the ends (APP-10). */
export type ApplicationState =
  | 'none'
  | 'beingCompleted'
  | 'readyToFinalise'
  | 'finalised'
  | 'ordered'
  | 'paid'
  | 'onHold'
  | 'beingProduced'
  | 'completed'
  | 'rejected'
  | 'lapsed'
  | 'declined'
  | 'abandoned';

/** The ends: each frees its card type (APP-1, APP-10). */
export const ENDS = ['completed', 'rejected', 'lapsed', 'declined', 'abandoned'] as const satisfies ApplicationState[];
/** What is edited: nobody has finalised it, or somebody has un-finalised it. */
export const EDITED = ['beingCompleted', 'readyToFinalise'] as const satisfies ApplicationState[];

/** True where nothing can become of it any more (APP-10). */
export function hasEnded({ state }: { state: ApplicationState }): boolean {
  return (ENDS as readonly ApplicationState[]).includes(state);
}

/** True where its form can be edited. */
export function isEdited({ state }: { state: ApplicationState }): boolean {
  return (EDITED as readonly ApplicationState[]).includes(state);
}
