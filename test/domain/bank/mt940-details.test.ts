import { readDetails } from '../../../domain/bank/mt940-details';

test('ADV-4 free text is one text; a full line goes on in the next without a space, a shorter one with it', () => {
  expect(readDetails(['BRIGHTWIRE', 'ECS0944490']).texts).toEqual(['BRIGHTWIRE ECS0944490']);
  expect(readDetails([`${'x'.repeat(61)}`, 'yz']).texts).toEqual([`${'x'.repeat(61)}yz`]);
  expect(readDetails([`${'x'.repeat(60)}`, 'yz']).texts).toEqual([`${'x'.repeat(60)} yz`]);
  expect(readDetails(['a', `${'x'.repeat(65)}`, 'yz']).texts).toEqual([`a ${'x'.repeat(65)}yz`]);
  expect(readDetails(['a', `${'x'.repeat(64)}`, 'yz']).texts).toEqual([`a ${'x'.repeat(64)} yz`]);
  expect(readDetails([])).toEqual({ texts: [], payer: '' });
});

test('ADV-4 parts are read as their texts and the payer: a full part goes on in the next', () => {
  const parts = `166?00CREDIT?10931?20${'x'.repeat(26)}E?21CS0944490?22next?3082621912?3112345678?32BRIGHTWIRE?33LIMITED?60more?34999`;
  expect(readDetails([parts])).toEqual({ texts: [`${'x'.repeat(26)}ECS0944490 next more`], payer: 'BRIGHTWIRE LIMITED' });
  expect(readDetails(['166~20ECS09', '44490~32A', ' & B'])).toEqual({ texts: ['ECS0944490'], payer: 'A & B' });
  expect(readDetails(['166?00CREDIT'])).toEqual({ texts: [], payer: '' });
});

test('ADV-4 text behind words is told apart: what may quote a reference, and who paid', () => {
  expect(readDetails(['/TRTP/CREDIT/IBAN/GB1/BIC/X/NAME/BRIGHTWIRE/REMI/ECS0944490 for us/EREF/NOTPROVIDED'])).toEqual({
    texts: ['ECS0944490 for us'],
    payer: 'BRIGHTWIRE',
  });
  expect(readDetails(['before /EREF/E1//ORDP/ANN OTHER/REMI/USTD//R2'])).toEqual({ texts: ['before', 'E1', 'R2'], payer: 'ANN OTHER' });
  expect(readDetails(['/BENM/BEN/REMI/X']).payer).toBe('BEN');
  expect(readDetails(['/ORDP//NAME/NAMED/REMI/X']).payer).toBe('NAMED');
  expect(readDetails(['/CNTP/GB1/LOYDGB2L/COUNTER PARTY/LONDON/REMI/X']).payer).toBe('COUNTER PARTY');
  expect(readDetails(['/CNTP/GB1/REMI/X'])).toEqual({ texts: ['X'], payer: '' });
});

test('ADV-4 a number with punctuation is free text, and a stroke alone is no word', () => {
  expect(readDetails(['123/45 for 6']).texts).toEqual(['123/45 for 6']);
  expect(readDetails(['123 45']).texts).toEqual(['123 45']);
  expect(readDetails(['A/B/C']).texts).toEqual(['A/B/C']);
});
