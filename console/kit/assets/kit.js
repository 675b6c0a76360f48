// What the pages' modules need: tables that hold all of their rows are sortable, and a page of something that is going on asks how far it is.
if (document.querySelector('[data-module="moj-sortable-table"]')) {
  document.body.classList.add('govuk-frontend-supported');
  const { SortableTable } = await import('/assets/moj/sortable-table.bundle.mjs');
  for (const table of document.querySelectorAll('[data-module="moj-sortable-table"]')) new SortableTable(table);
}

// A part that says `data-poll` is fetched anew while it does; it is a live region, so that assistive technology tells what changed.
const EVERY_MS = 1500;
const polled = () => document.querySelector('[data-poll]');
while (polled()) {
  await new Promise((resolve) => setTimeout(resolve, EVERY_MS));
  const address = new URL(location.href);
  address.searchParams.set('poll', '1');
  const answer = await fetch(address).catch(() => null);
  if (!answer?.ok) continue;
  const region = polled();
  const fresh = new DOMParser().parseFromString(await answer.text(), 'text/html').getElementById(region.id);
  if (!fresh) break;
  region.replaceChildren(...fresh.childNodes);
  region.toggleAttribute('data-poll', fresh.hasAttribute('data-poll'));
}
