import type { CleanFile } from '../../platform/file-content';
import type { Answer } from './route';

/** A file as an answer that browsers keep and never show as a page of ours (SEC-12); its name as RFC 8187 has it. */
export function attachment({ name, type, content }: CleanFile): Answer {
  const encoded = encodeURIComponent(name).replace(/['()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16)}`);
  const headers = {
    'Content-Disposition': `attachment; filename*=UTF-8''${encoded}`,
    'Content-Security-Policy': "default-src 'none'; sandbox",
  };
  return { type, headers, body: content };
}
