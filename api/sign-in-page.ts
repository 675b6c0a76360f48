import type { Express, Request, Response } from 'express';

const PAGE = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Sign in – Countersign</title>
<style>
  body { font: 19px/1.4 system-ui, sans-serif; max-width: 30rem; margin: 4rem auto; padding: 0 1rem; color: #0b0c0c; }
  label { display: block; margin: 1rem 0 .25rem; font-weight: 600; }
  input { font: inherit; width: 100%; box-sizing: border-box; padding: .4rem; border: 2px solid #0b0c0c; }
  button { font: inherit; margin-top: 1.5rem; padding: .5rem 1rem; background: #00703c; color: #fff; border: 0; cursor: pointer; }
  :focus-visible { outline: 3px solid #fd0; outline-offset: 0; }
  #fault { color: #942514; font-weight: 600; }
</style>
</head>
<body>
<main>
<h1>Sign in</h1>
<p>Staff sign in here for the <a href="/work-board">work board</a> and for details in the Temporal UI.</p>
<form id="form">
  <label for="email">E-mail address</label><input id="email" type="email" autocomplete="username" required>
  <label for="password">Password</label><input id="password" type="password" autocomplete="current-password" required>
  <p id="fault" role="alert"></p>
  <button>Sign in</button>
</form>
</main>
<script src="/sign-in.js"></script>
</body>
</html>`;
const SCRIPT = `document.getElementById('form').addEventListener('submit', async (event) => {
  event.preventDefault();
  const value = (id) => document.getElementById(id).value;
  const answer = await fetch('/v1/sessions', { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ email: value('email'), password: value('password') }) });
  if (answer.ok) location.href = '/work-board';
  else document.getElementById('fault').textContent = (await answer.json()).title;
});`;

/** The page where staff sign in with a browser; the console grows around it. */
export function serveSignInPage(app: Express): void {
  app.get('/sign-in', (_request: Request, response: Response) => void response.type('html').send(PAGE));
  app.get('/sign-in.js', (_request: Request, response: Response) => void response.type('js').send(SCRIPT));
}
