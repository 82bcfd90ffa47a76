import { expect, test } from 'vitest';
import { gatherOctets } from '../../src/exchange/octets.ts';
import { createTurns } from '../../src/exchange/turns.ts';

test('a limited number hold a turn at the same time, and the others follow in order', async () => {
  const turns = createTurns(1);
  const [first, second, third, fourth] = [turns.ticket(), turns.ticket(), turns.ticket(), turns.ticket()];
  expect(first.take()).toBeUndefined();
  expect(first.take()).toBeUndefined();
  const waits = [second, third, fourth].map((ticket) => ticket.take());
  expect([first, second, third].map((ticket) => ticket.isHeld())).toEqual([true, false, false]);
  second.end();
  await waits[0];
  expect(second.isHeld()).toBe(false);
  first.end();
  first.end();
  await waits[1];
  expect([third, fourth].map((ticket) => ticket.isHeld())).toEqual([true, false]);
  third.end();
  await waits[2];
  expect(fourth.isHeld()).toBe(true);
});

test('octets that arrive in a million pieces are collected in order', () => {
  const octets = gatherOctets();
  for (let at = 0; at < 1_000_000; at++) octets.push(Buffer.from([at & 255]));
  const taken = octets.take();
  expect(taken.length).toBe(1_000_000);
  expect(taken.every((octet, at) => octet === (at & 255))).toBe(true);
  expect(gatherOctets().take().length).toBe(0);
});
