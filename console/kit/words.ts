/** The one glossary: what the console calls what the API names, where the name taken apart would be no word of people's. */
const glossary: Record<string, string> = {
  accessRequest: 'request for access',
  bulk: 'bulk action',
  caseOperator: 'case operators',
  decideLines: 'decide about lines in doubt',
  dpo: 'data protection officer',
  employerUser: 'user of an employer',
  centreUser: 'user of a centre',
  checkerUser: 'user of a checker',
  eqa: 'external quality assurers',
  hse: 'HS&E',
  iqa: 'internal quality assurer',
  lrs: 'learning records service',
  secondPerson: 'a second person',
  sms: 'SMS',
  uln: 'ULN',
  vat: 'VAT',
};

/** A name of the API as people say it, with a capital: `matchReceipt` is "Match receipt". */
export function words(name: string): string {
  const found =
    glossary[name] ??
    name
      .replace(/([a-z])([A-Z])/g, '$1 $2')
      .replace(/-/g, ' ')
      .replace(/ [A-Z]/g, (each) => each.toLowerCase());
  return found.charAt(0).toUpperCase() + found.slice(1);
}

/** The API's name of what people call so: "Match receipt", "match receipt" and `matchReceipt` are all the same. */
export function nameIn(text: string): string {
  const plain = text.trim().toLowerCase();
  const known = Object.keys(glossary).find((name) => glossary[name]!.toLowerCase() === plain);
  if (known) return known;
  return /^[A-Z]| /.test(text.trim()) ? plain.replace(/ +(.)/g, (_all, letter: string) => letter.toUpperCase()) : text.trim();
}

/** A number of things: `plural(1, 'receipt')` is "1 receipt", `plural(3, 'batch', 'batches')` "3 batches". */
export function plural(count: number, one: string, many = `${one}s`): string {
  return `${count.toLocaleString('en-GB')} ${count === 1 ? one : many}`;
}
