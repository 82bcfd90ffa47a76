import { expect, test } from 'vitest';
import { createRollingWindow } from '../../src/exchange/rolling-window.ts';

test('there is room again when the oldest request has left the window, in whatever order requests ended', () => {
  const window = createRollingWindow(1_000);
  for (let n = 0; n < 3; n++) window.start(0);
  window.finish(500);
  window.finish(100);
  window.finish(900);
  expect(window.roomInMs(3, 900)).toBe(250);
  expect(window.roomInMs(4, 900)).toBe(0);
  expect(window.roomInMs(3, 1_150)).toBe(0);
  expect(window.roomInMs(2, 1_150)).toBe(400);
});

test('a request whose end is never recorded is forgotten after a window', () => {
  const window = createRollingWindow(1_000);
  window.start(0);
  expect(window.underWay(1_049)).toBe(1);
  expect(window.underWay(1_050)).toBe(0);
});

test('what has left the window is forgotten although nobody asks', () => {
  const window = createRollingWindow(1_000);
  for (let at = 0; at < 100_000; at += 10) {
    window.start(at);
    window.finish(at);
  }
  // A count of the beginning forgets nothing: it shows what is remembered.
  expect(window.count(0)).toBeLessThan(350);
  expect(window.count(99_990)).toBe(105);
});
