/** What people call each kind of task, by its name: the words of lists, and what a search for tasks looks into (WRK-1). */
export const taskLabels: Readonly<Record<string, string>> = {
  matchReceipt: 'Find out whose a transfer is',
  resolveEscalated: 'Resolve an escalated transfer',
  decideReceived: 'Decide about what was received',
  endOverdueHold: 'Extend or cancel an overdue hold',
  decideLines: 'Say whether statement lines are new money',
  decideClaim: 'Confirm or decline a claim',
  settleCardPayment: 'Settle a card payment over another amount',
  approveReversal: 'Approve a reversal',
  approveProposal: 'Approve a proposal',
  decideAccess: 'Decide about a request for access',
  decideExemption: 'Decide about an exemption from the assessment',
  decideHseHold: 'Look after a hold for an assessment that nobody has passed',
  awaitQualification: 'Look after an application for which the employer gives no qualification',
  decideIdentity: 'Decide about a photo or identity that is not verified',
  sendToPartner: 'See to data that an affinity partner is to have: no agreement is in force',
  decideEndorsement: 'Decide about an application that nobody has endorsed',
  processApplication: 'Approve or reject an application',
  decideQualification: 'Decide about a qualification',
  matchResult: 'Find out whose an assessment is',
  correctPrint: 'Correct a card whose print file was refused, and send it again',
  chasePrinter: 'Ask the printer after a card that it reports nothing of',
  answerReturn: 'Send a card again that came back undelivered',
  confirmPurge: 'See to it that the printer purges its copy of a card',
  chaseLrs: 'Ask the Learning Records Service after ULNs that it has not answered',
  answerCentreRequest: 'Answer what a centre asks for',
  chaseCentreRequest: 'See to a centre’s request that nobody has answered',
  retryDocument: 'Make a failed document again',
  lookAfterService: 'Look after an outside service that does not answer',
  messageFailed: 'Look after a mail that could not be sent',
  momentRefused: 'Mend what fell due and was refused',
  commitFailing: 'Mend a commit that keeps failing',
  decisionFailing: 'Mend a decision that throws',
};

/** What people call a kind of task; its name in words where nobody has named it. */
export function taskLabel(task: string): string {
  return taskLabels[task] ?? task.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`).replace(/^./, (first) => first.toUpperCase());
}

/** The kinds of task whose label has all the words that are looked for, in any order and case. */
export function tasksCalled(words: string): string[] {
  const wanted = words.toLowerCase().split(/\s+/).filter(Boolean);
  return Object.entries(taskLabels).flatMap(([task, label]) => (wanted.every((word) => label.toLowerCase().includes(word)) ? [task] : []));
}
