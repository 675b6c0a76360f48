/** What other areas may use of access: who calls, that an organisation which loses its licence loses its sessions, and files. */
export { keepFile, keepPersonsFile, openFile, removeFile } from './files.commands';
export { makeInvitation } from './invitations.commands';
export { answerConsents, unknownPartners, type AnsweredConsents } from './consents.commands';
export { takeSend } from './sends.commands';
export { endSessions, useCredential } from './credentials.commands';
export type { SeededUser, SeedUser } from './seed';
