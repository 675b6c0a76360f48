/** What other areas may use of access: who calls, that an organisation which loses its licence loses its sessions, and files. */
export { keepFile, openFile } from './files.commands';
export { endSessions, useCredential } from './credentials.commands';
export type { SeededUser, SeedUser } from './seed';
