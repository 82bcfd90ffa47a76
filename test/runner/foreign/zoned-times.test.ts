import { expect, test } from 'vitest';
import { besideOthers } from '../../beside-others.ts';
import { judgedThings, type Row, Things, thingsDocument } from '../../worlds/ordinary.ts';

const asked = { title: { type: 'string' }, starts_at: { type: 'string', format: 'date-time', example: '2031-05-17T10:00:00Z' } };

/** How a service reads a moment that it is sent. */
type Reading = (sent: string) => string;

const right: Reading = (sent) => new Date(sent).toISOString();
const asSent: Reading = (sent) => sent;
const asUtc: Reading = (sent) => right(sent.replace(/(?:Z|[+-]\d\d:\d\d)$/u, 'Z'));

class Timed extends Things {
  readonly reading: Reading;
  readonly onlyUtc: boolean;
  constructor(reading: Reading, onlyUtc = false) {
    super(asked, ['title', 'starts_at']);
    this.reading = reading;
    this.onlyUtc = onlyUtc;
  }
  override isRight(given: Row, required: readonly string[]): boolean {
    const { starts_at: at } = given;
    return super.isRight(given, required) && (!this.onlyUtc || typeof at !== 'string' || at.endsWith('Z'));
  }
  override kept(given: Row): Row {
    const { starts_at: at } = given;
    return { ...super.kept(given), ...(typeof at === 'string' ? { starts_at: this.reading(at) } : {}) };
  }
}

const changeable = thingsDocument(asked, { required: ['title', 'starts_at'] });

/** The same without changes. */
const fixed = JSON.parse(JSON.stringify(changeable, (name, value: unknown) => (name === 'patch' ? undefined : value))) as object;

const { components } = changeable as { readonly components: object };

const withPattern = (_name: string, value: unknown): unknown =>
  typeof value === 'object' && value !== null && 'format' in value ? { ...value, pattern: 'Z$' } : value;

const judged = async (things: Things, document: object): Promise<readonly string[]> => {
  const { told, passed } = await judgedThings(things, document, ['lifecycle/sent-is-shown', 'lifecycle/change-shown']);
  return [...told, ...passed.map((one) => `pass ${one}`)];
};

const [created, changed] = ['OAS-20 lifecycle/sent-is-shown', 'OAS-24 lifecycle/change-shown'];

test.concurrent(
  'a moment with an offset is the same moment in every writing',
  besideOthers(async () => {
    for (const reading of [right, asSent]) {
      expect(await judged(new Timed(reading), changeable)).toEqual([`pass ${created}`, `pass ${changed}`]);
      expect(await judged(new Timed(reading), fixed)).toEqual([`pass ${created}`]);
    }
  }),
);

test.concurrent(
  'a moment is compared as such, also where answers have a pattern of their own',
  besideOthers(async () => {
    const inUtc = { ...changeable, components: JSON.parse(JSON.stringify(components), withPattern) as object };
    expect(await judged(new Timed(right), inUtc)).toEqual([`pass ${created}`, `pass ${changed}`]);
    expect(await judged(new Timed(asUtc), inUtc)).toEqual([expect.stringMatching(new RegExp(`^${changed}`, 'u')), `pass ${created}`]);
  }),
);

test.concurrent(
  'a service may refuse other offsets than its own',
  besideOthers(async () => {
    expect(await judged(new Timed(right, true), changeable)).toEqual([`pass ${created}`, `pass ${changed}`]);
    expect(await judged(new Timed(right, true), fixed)).toEqual([`pass ${created}`]);
  }),
);

test.concurrent(
  'a service that passes over the offset is told',
  besideOthers(async () => {
    expect(await judged(new Timed(asUtc), changeable)).toEqual([expect.stringMatching(new RegExp(`^${changed}`, 'u')), `pass ${created}`]);
    expect(await judged(new Timed(asUtc), fixed)).toEqual([expect.stringMatching(new RegExp(`^${created}`, 'u'))]);
  }),
);

const lately = {
  title: { type: 'string' },
  happened_at: {
    type: 'string',
    format: 'date-time',
    description: 'From the year 2000 on, and not more than a minute ahead of now (`422`).',
  },
};

/** Things with a moment that may be left out, and that no change shows. It lies behind, give or take a minute. */
class Past extends Things {
  readonly reading: Reading;
  constructor(reading: Reading) {
    super(lately, ['title']);
    this.reading = reading;
  }
  override isRight(given: Row, required: readonly string[]): boolean {
    const { happened_at: at } = given;
    return super.isRight(given, required) && (at === undefined || (typeof at === 'string' && Date.parse(at) < Date.now() + 60_000));
  }
  override kept(given: Row): Row {
    const { happened_at: at } = given;
    return { ...super.kept(given), happened_at: typeof at === 'string' ? this.reading(at) : new Date().toISOString() };
  }
}

test.concurrent(
  'a moment that may be left out is sent with another offset as well, at a time that is allowed',
  besideOthers(async () => {
    const whole = thingsDocument(lately, { required: ['title'] });
    const document = JSON.parse(JSON.stringify(whole, (name, value: unknown) => (name === 'patch' ? undefined : value))) as object;
    expect(await judged(new Past(right), document)).toEqual([`pass ${created}`]);
    expect(await judged(new Past(asUtc), document)).toEqual([expect.stringMatching(new RegExp(`^${created}`, 'u'))]);
  }),
);
