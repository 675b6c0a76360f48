import type { JsonSchema } from './core/json-schema';
import { wordsFor } from './core/wanted';
import type { Contract } from './openapi';

type Operation = Contract['paths'][string][string];
interface Parameter {
  name: string;
  in: string;
  required?: boolean;
  description?: string;
  schema: JsonSchema;
}
interface Answer {
  description: string;
  content?: Record<string, { schema?: JsonSchema; example?: unknown }>;
}

/** The description as one page that needs no script but for its filter: it stands as soon as it is there. */
export function docsPage(contract: Contract, assets: string): string {
  const operations = Object.entries(contract.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, each]) => ({ path, method, each, tag: (each['tags'] as string[])[0]! })),
  );
  const tags = [...new Set(operations.map(({ tag }) => tag))].sort();
  const section = (tag: string) =>
    `<section><h2 id="${tag}">${tag}</h2>${operations
      .filter((each) => each.tag === tag)
      .map(({ path, method, each }) => operationHtml(contract, path, method, each))
      .join('')}</section>`;
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Countersign API</title>
<link rel="stylesheet" href="${assets}/docs.css"></head>
<body><header><h1>Countersign API</h1><p>${text((contract['info'] as { description: string }).description)}
The same for programs: <a href="/openapi.json">openapi.json</a>.</p>
<label for="filter">Filter by words, path, rule or permission</label> <input id="filter" type="search" autocomplete="off" spellcheck="false">
<kbd>/</kbd> <output id="found" for="filter">${operations.length} operations</output></header>
<main>${tags.map(section).join('\n')}</main><script src="${assets}/docs.js"></script></body></html>`;
}

function operationHtml(contract: Contract, path: string, method: string, each: Operation): string {
  const rules = each['x-rules'] as string[];
  const permission = 'security' in each ? 'no session needed' : ((each['x-permission'] as string | null) ?? 'any session');
  const words = [each.operationId, method, path, each['summary'], permission, ...rules].join(' ').toLowerCase();
  return `<details id="${each.operationId}" data-words="${text(words)}"><summary><b class="${method}">${method}</b> <code>${text(path)}</code>
<span>${text(String(each['summary']))}</span></summary>
<p><code>${each.operationId}</code> · ${text(permission)} · ${rules.map(text).join(', ')}</p>
${parametersHtml(contract, each)}${bodyHtml(contract, each)}${answersHtml(contract, each)}</details>`;
}

function parametersHtml(contract: Contract, { parameters = [] }: Operation): string {
  const rows = parameters.map((each) => {
    const { name, in: place, required, description, schema } = resolved<Parameter>(contract, each);
    return row(name, place, required ?? false, wordsFor({ ...schema, ...(description && { description }) }, contract.components.schemas));
  });
  return table('Parameters', rows);
}

function bodyHtml(contract: Contract, { requestBody }: Operation): string {
  const [[type, media] = []] = Object.entries((requestBody as Answer | undefined)?.content ?? {});
  if (!type) return '';
  const { properties, required = [], ...rest } = resolved<JsonSchema>(contract, media!.schema ?? {});
  if (!properties)
    return `<h3>Body</h3><p>${text(type)}${'anyOf' in rest ? `: ${text(wordsFor(rest, contract.components.schemas))}` : ''}</p>`;
  const rows = Object.entries(properties).map(([name, each]) =>
    row(name, 'body', required.includes(name), wordsFor(each, contract.components.schemas)),
  );
  return table('Body', rows);
}

function answersHtml(contract: Contract, { responses }: Operation): string {
  const answers = Object.entries(responses).map(([status, each]) => [status, resolved<Answer>(contract, each)] as const);
  const good = answers
    .filter(([status]) => status < '400')
    .map(([status, { description, content = {} }]) => {
      const [[type, media] = []] = Object.entries(content);
      const shown = media?.example === undefined ? '' : `<pre tabindex="0">${text(JSON.stringify(media.example, null, 1))}</pre>`;
      const schema = media?.schema ? ` · ${text(wordsFor(media.schema, contract.components.schemas))}` : '';
      return `<h3>${status} ${text(description)}</h3>${type ? `<p>${text(type)}${schema}</p>` : ''}${shown}`;
    });
  const problems = answers
    .filter(([status]) => status >= '400')
    .map(([status, { description }]) => `<li>${status} ${text(description)}</li>`);
  return `${good.join('')}<h3>Problems</h3><ul>${problems.join('')}</ul>`;
}

function table(title: string, rows: string[]): string {
  return rows.length === 0 ? '' : `<h3>${title}</h3><table>${rows.join('')}</table>`;
}

function row(name: string, place: string, isRequired: boolean, words: string): string {
  return `<tr><th scope="row"><code>${text(name)}</code></th><td>${place}${isRequired ? ', needed' : ''}</td><td>${text(words)}</td></tr>`;
}

function resolved<Kind>(contract: Contract, value: unknown): Kind {
  const reference = (value as { $ref?: string }).$ref;
  if (!reference) return value as Kind;
  const [, , kind, name] = reference.split('/') as [string, string, string, string];
  return contract.components[kind]![name] as Kind;
}

function text(words: string): string {
  return words.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/"/g, '&quot;');
}
