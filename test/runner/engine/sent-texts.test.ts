import { expect, test } from 'vitest';
import { NotTried } from '../../../src/checks/kit/define.ts';
import type { PlannedRequest } from '../../../src/model/request.ts';
import { createSentTexts } from '../../../src/runner/engine/sent-texts.ts';

const booking = (value: unknown, pathValues: PlannedRequest['pathValues'] = {}): PlannedRequest => ({
  operation: 'POST /berths/{berthId}/bookings',
  method: 'POST',
  path: '/berths/{berthId}/bookings',
  pathValues,
  query: [],
  headers: [],
  body: { kind: 'json', value },
  credential: { kind: 'valid', name: 'key' },
  faults: [],
});

const sent = booking({ title: 'Sail', guests: ['ada.north@bay.example'], by: 'ada.north' }, { berthId: 'b-ada.north' });
const recorded = booking({ title: 'Sail', guests: ['[secret]@bay.example'], by: '[secret]' }, { berthId: 'b-[secret]' });

const noted = () => {
  const texts = createSentTexts();
  texts.note(sent, recorded);
  return texts;
};

test('a repetition of what is recorded is what was sent', () => {
  expect(noted().restored({ ...recorded, faults: ['duplicate'] })).toEqual({ ...sent, faults: ['duplicate'] });
});

test('a text with a mask in it is what was sent, in another request too', () => {
  const other = booking({ title: 'Row', guests: ['[secret]@bay.example', 'max@bay.example'] });
  expect(noted().restored(other)).toEqual(booking({ title: 'Row', guests: ['ada.north@bay.example', 'max@bay.example'] }));
});

test.each([
  ['without a mask', booking({ title: 'Row' })],
  ['with a mask alone, which an answer may have shown', booking({ by: '[secret]' })],
  ['with a masked text that was never sent', booking({ guests: ['[secret]@sea.example'] })],
])('a request %s stays as it is', (_what, request) => {
  expect(noted().restored(request)).toBe(request);
});

test('nothing is sent in the place of a masked text that stands for two', () => {
  const texts = noted();
  const other = booking({ guests: ['[secret]@bay.example'] });
  texts.note(booking({ guests: ['tom.south@bay.example'] }), other);
  expect(() => texts.restored(booking({ title: 'Row', guests: ['[secret]@bay.example'] }))).toThrow(NotTried);
  expect(texts.restored({ ...other })).toEqual(booking({ guests: ['tom.south@bay.example'] }));
});
