import { describe, expect, test } from 'vitest';
import { detailsNameMember } from '../../../../src/checks/families/errors/details.ts';
import { isObject } from '../../../../src/contract/pointer.ts';
import type { PlannedRequest } from '../../../../src/model/request.ts';
import type { Reply } from '../../support/exchange.ts';
import { targetOf } from '../../support/fake-session.ts';
import { judge, stated } from '../../support/judge.ts';
import { fault, parcelService, type Twist } from '../../../worlds/parcels/service.ts';

/** The members of a body whose values are unusable for the honest service. */
const unusable = ({ body }: PlannedRequest): string[] => {
  const sent = body?.kind === 'json' && isObject(body.value) ? body.value : {};
  return ['zone-nowhere', 'enormous', 'ct-no-such-sender'].flatMap((value) => Object.keys(sent).filter((name) => sent[name] === value));
};

/** Replaces the details of the error response to unusable values. */
const details =
  (change: (names: readonly string[]) => unknown): Twist =>
  (request): Reply | undefined => {
    const names = unusable(request);
    if (names.length === 0) return undefined;
    return { status: 422, json: { fault: { code: 422, text: 'Wrong', hints: change(names) } } };
  };

const named = (names: readonly unknown[]): unknown => names.map((at) => ({ at, text: 'Wrong' }));

describe('errors/details-name-member', () => {
  test.for<readonly [what: string, twist: Twist | undefined, verdict: string]>([
    ['details that name each faulty member pass', undefined, 'pass'],
    ['details that name one of several pass', details((names) => named(names.slice(0, 1))), 'pass'],
    ['details that name each twice pass', details((names) => named([...names, ...names])), 'pass'],
    ['a path in place of the name fails', details((names) => named(names.map((name) => `body.${name}`))), 'fail details-name-other'],
    ['a pointer in place of the name fails', details((names) => named(names.map((name) => `/${name}`))), 'fail details-name-other'],
    ['a name in another letter case fails', details((names) => named(names.map((name) => name.toUpperCase()))), 'fail details-name-other'],
    ['the name of a faultless member fails', details((names) => named([...names, 'label'])), 'fail details-name-other'],
    [
      'another name for the only faulty member fails',
      details((names) => named(names.length === 1 ? ['size'] : names)),
      'fail details-name-other',
    ],
    ['elements without a name fail', details(() => [{ text: 'Wrong' }]), 'fail details-name-other'],
    ['elements that are texts fail', details((names) => names), 'fail details-name-other'],
    ['an empty list fails', details(() => []), 'fail details-name-other'],
    ['no list is inconclusive', details(() => undefined), 'inconclusive'],
    ['a map is inconclusive', details((names) => ({ at: names[0] })), 'inconclusive'],
    [
      'another error response is inconclusive',
      (request) => (unusable(request).length > 0 ? fault(400, ['label']) : undefined),
      'inconclusive',
    ],
    ['a 429 is inconclusive', (request) => (unusable(request).length > 0 ? fault(429) : undefined), 'inconclusive'],
    ['a success is inconclusive', (request) => (unusable(request).length > 0 ? { status: 201 } : undefined), 'inconclusive'],
  ])('%s', async ([, twist, verdict]) => {
    expect(stated(await judge(detailsNameMember, { answer: parcelService(twist ? { twist } : {}) }))).toBe(verdict);
  });

  test('two bodies are sent: one with only unusable values, and one with a single unusable value', async () => {
    const { session, verdict } = await judge(detailsNameMember, { answer: parcelService() });
    expect(session.exchanges.map(({ request }) => unusable(request))).toEqual([['zone', 'size', 'sender'], ['zone']]);
    expect(verdict).toMatchObject({ kind: 'pass', judged: 2 });
  });

  test('the finding states the correct name', async () => {
    const twist = details((names) => named(names.length === 1 ? ['body.zone'] : names));
    const { verdict } = await judge(detailsNameMember, { answer: parcelService({ twist }) });
    expect(verdict).toMatchObject({
      finding: { where: '$response.body#/fault/hints', expected: 'exactly "zone" as /at', actual: '"body.zone"' },
    });
  });

  test('the second body is left out where the rest of it cannot be made', async () => {
    const { verdict, session } = await judge(detailsNameMember, { answer: parcelService(), target: targetOf({ fixtures: {} }) });
    expect(session.exchanges).toHaveLength(1);
    expect(verdict).toMatchObject({ kind: 'pass', judged: 1, untried: ['The fixture "sender" is needed'] });
  });

  test('nothing is sent without the permission', async () => {
    const { locations } = await judge(detailsNameMember, { answer: parcelService(), target: targetOf({ allow: ['mutation'] }) });
    expect(locations).toEqual([]);
  });
});
