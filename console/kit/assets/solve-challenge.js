// After failures the sign-in form carries a task (ALTCHA): it is solved here, and the answer goes with the form.
import { solveChallenge } from '/assets/altcha/index.js';

const form = document.querySelector('form[data-challenge]');
const { algorithm, challenge, salt, signature, maxnumber, maxNumber } = JSON.parse(form.dataset.challenge);
const button = form.querySelector('button');
button.disabled = true;
const { number } = await solveChallenge(challenge, salt, algorithm, maxnumber ?? maxNumber).promise;
form.elements.proof.value = btoa(JSON.stringify({ algorithm, challenge, number, salt, signature }));
document.getElementById('challenge').textContent = 'The task is solved: enter your password again.';
button.disabled = false;
