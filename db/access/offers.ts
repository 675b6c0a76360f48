/** What other areas may use of access: who calls, and that an organisation which loses its licence loses its sessions. */
export { endSessions, useCredential } from './credentials.commands';
