// A digit presses the button of the suggestion with that number, unless somebody is typing. The keys sleep at first: a digit that was
// meant for the page before must not decide about a receipt that nobody has looked at.
const SLEEPS_MS = 1500;
const awakeAt = performance.now() + SLEEPS_MS;
let isPressed = false;
document.addEventListener('keydown', (event) => {
  if (event.repeat || isPressed || performance.now() < awakeAt) return;
  if (event.ctrlKey || event.metaKey || event.altKey || /^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName)) return;
  const form = document.querySelector(`form[data-key="${CSS.escape(event.key)}"]`);
  if (!form) return;
  isPressed = true;
  form.requestSubmit();
});
setTimeout(() => document.body.setAttribute('data-keys', 'awake'), SLEEPS_MS);
