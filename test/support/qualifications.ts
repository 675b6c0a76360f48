import { randomUUID } from 'node:crypto';
import sharp from 'sharp';
import type { ApiClient, Got } from './api-client';
import { eventually } from './eventually';
import type { Problem } from './orders';

/** A qualification as the API shows it, as far as tests look. */
export interface QualificationBody {
  id: string;
  reference: string;
  state: string;
  kind: string | null;
  number: string | null;
  validFrom: string | null;
  validTo: string | null;
  version: number;
  document: { href: string; type: string } | null;
  givings: { outcome: string | null; score: number | null; reasons: string[]; found: Record<string, string | null> | null }[];
  standing: { awaiting: string; why: string; dueAt: string | null } | null;
}

/** An entry of a body that can be asked. */
export const CERTIFICATE = {
  kind: 'nvq3Electrotechnical',
  fields: { enrolmentNumber: 'ABC1234', certificateNumber: '41234567', awardedOn: '2019-07-12' },
};
/** An entry of a body that cannot: a case operator decides. */
export const GRADING = { kind: 'jibGrading', fields: { gradingReference: 'JIB/123456', gradedOn: '2018-03-05' } };

/** What a certificate of somebody says, line by line. */
export function certificateLines(holder: string): string[] {
  return [
    'City & Guilds',
    'This is to certify that',
    holder,
    'has been awarded the',
    'Level 3 NVQ Diploma in Installing',
    'Electrotechnical Systems and Equipment',
    'Qualification number 501/1605/8',
    'Certificate number 51234567',
    'Awarded on 12 July 2019',
  ];
}

/** A picture of lines of text, as a scanner makes one. */
export function pictureOf(lines: string[]): Promise<Buffer> {
  const escaped = (text: string) => text.replace(/[&<>]/g, (sign) => `&#${sign.charCodeAt(0)};`);
  const drawn = lines.map((line, index) => `<text x="80" y="${120 + index * 90}">${escaped(line)}</text>`).join('');
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="1400" height="${160 + lines.length * 90}"><rect width="100%" height="100%" fill="white"/><g font-family="DejaVu Sans" font-size="38">${drawn}</g></svg>`;
  return sharp(Buffer.from(svg)).png().toBuffer();
}

/** Sends a file for an application, or once more for a qualification. */
export function sendFile(by: ApiClient, path: string, content: Uint8Array, headers = {}): Promise<Got<QualificationBody & Problem>> {
  const file = { 'Content-Type': 'application/octet-stream', 'X-File-Name': 'certificate.png', 'Idempotency-Key': randomUUID() };
  return by.send('POST', path, content, { ...file, ...headers });
}

/** Waits until a qualification is in a state; answers it. */
export function qualificationIs(by: ApiClient, { id }: { id: string }, state: string, withinMs?: number): Promise<QualificationBody> {
  return eventually(async () => {
    const { body } = await by.get<QualificationBody>(`/v1/qualifications/${id}`);
    expect(body.state).toBe(state);
    return body;
  }, withinMs);
}
