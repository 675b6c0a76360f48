// A digit presses the button of the suggestion with that number, unless somebody is typing.
document.addEventListener('keydown', (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || /^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName)) return;
  const form = document.querySelector(`form[data-key="${CSS.escape(event.key)}"]`);
  if (form) form.requestSubmit();
});
