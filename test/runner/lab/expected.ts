import type { Expected, Settings } from './behaviour.ts';

/** The answer is read like any other, and breaks nothing. */
export const fine: Settings = { one: { exit: 0 } };

/** Answers are judged, and break these requirements. */
export const breaks = (exit: 0 | 1, ...broken: readonly string[]): Settings => ({ one: { exit, broken } });

const noAnswer = (failure: string): RegExp => new RegExp(`no answer \\((?:${failure})\\)`, 'u');

/** Nothing is judged by answers that do not come whole. */
export const lost = (failure: string): Settings => ({ one: { exit: 0, open: noAnswer(failure) } });

/** The same; and a server that gives no others is not judged at all. */
export const lostEverywhere = (failure: string): Settings & { readonly all: Expected } => ({
  ...lost(failure),
  all: { exit: 3, stopped: noAnswer(failure) },
});

/** Only the whole server can behave so, and is not judged. */
export const stopped = (why: RegExp): Settings => ({ all: { exit: 3, stopped: why } });

/** Octets came that are no message of HTTP: that is told, and nothing else is judged by them. */
export const unreadable: Settings = { one: { exit: 0, broken: ['HTTP-2'], open: noAnswer('malformed') } };

/** The same; and a server that sends nothing else is not judged at all. */
export const unreadableEverywhere = (why: RegExp): Settings => ({ ...unreadable, ...stopped(why) });

/** Each answer breaks these requirements, and what needs a success stays undecided. */
export const refused = (exit: 0 | 1, ...broken: readonly string[]): Settings => ({ one: { exit, broken, open: /./u, isJudged: true } });

/** The same settings, where the behaviour comes at some turns alone, and a case that it meets stays undecided. */
export const atTurns = (settings: Settings, why: RegExp): Settings => ({
  ...settings,
  one: { exit: 0, ...settings.one, isJudged: true, atTurn: why },
});
