import { describe, expect, test } from 'vitest';
import { NotTried, type Probe } from '../../../../src/checks/kit/define.ts';
import { usualBodies } from '../../../../src/checks/scenarios/bodies/generated-bodies.ts';
import { anyBodyAccepted, anyBodyListed, anyBodyReadable } from '../../../../src/checks/families/properties/any-body-made.ts';
import { anyBodyRepeated, anyBodyShownAlike } from '../../../../src/checks/families/properties/any-body-shown.ts';
import type { Target } from '../../../../src/model/target.ts';
import type { Verdict } from '../../../../src/model/verdict.ts';
import { targetOf } from '../../support/fake-session.ts';
import { type HutOptions, huts, type HutService, hutService } from '../../../worlds/bodies-of-many-members.ts';
import { judge, stated } from '../../support/judge.ts';

const all: readonly Probe[] = [anyBodyAccepted, anyBodyRepeated, anyBodyReadable, anyBodyListed, anyBodyShownAlike] as const;

const target = targetOf({ name: 'huts', contract: 'huts', fixtures: {}, durations: { 'created.listed': 2 } });

type Village = { readonly contract?: keyof typeof huts; readonly over?: Partial<Target>; readonly node?: string };

type Result = { readonly stated: string; readonly verdict: Verdict; readonly service: HutService; readonly requests: number };

const judged = async (probe: Probe, options: HutOptions = {}, { contract = 'open', over = {}, node }: Village = {}): Promise<Result> => {
  const service = hutService(options);
  const result = await judge(probe, {
    contract: await huts[contract],
    target: { ...target, ...over },
    answer: service.answer,
    ...(node === undefined ? {} : { node }),
  });
  const { verdict } = result;
  if (verdict.kind === 'unconfirmed') throw new Error('a property repeats its own breaches');
  return { stated: stated(result), verdict, service, requests: result.session.exchanges.length };
};

/** The smallest body that a failing verdict names. */
const smallestIn = ({ verdict }: Result): unknown => {
  if (verdict.kind !== 'fail') throw new Error(`no failure but ${verdict.kind}`);
  return JSON.parse(/\{.*\}/.exec(verdict.finding.expected)?.[0] ?? 'null');
};

const nameOf = (plan: Readonly<Record<string, unknown>>): string => String(plan['name']);

describe('whatever a valid body asks for', () => {
  test.for(all.map((probe) => [probe.id, probe] as const))('%s passes a village that keeps everything', async ([, probe]) => {
    for (const contract of ['open', 'limited'] as const) {
      const { stated: word, verdict, service } = await judged(probe, {}, { contract });
      expect(word).toBe('pass');
      expect(verdict).toMatchObject({ kind: 'pass' });
      expect(service.plans.length).toBe(usualBodies);
      expect(service.standing()).toEqual([]);
    }
  });

  test('the bodies differ in every member, and in which members they have', async () => {
    const { service } = await judged(anyBodyAccepted);
    const shown = (name: string): number => new Set(service.plans.map((plan) => JSON.stringify(plan[name]))).size;
    for (const name of ['name', 'roof', 'rooms', 'hasStove', 'colours']) expect(shown(name), name).toBeGreaterThan(1);
    expect(new Set(service.plans.map((plan) => Object.keys(plan).join())).size).toBeGreaterThan(1);
    expect(new Set(service.plans.map(nameOf)).size).toBe(usualBodies);
    expect(Math.max(...service.plans.map((plan) => nameOf(plan).length))).toBeLessThanOrEqual(40);
  });

  test('no value is sent where the document leads to no usable one', async () => {
    const { service } = await judged(anyBodyAccepted);
    expect(service.plans.filter((plan) => 'motto' in plan)).toEqual([]);
    expect(new Set(service.plans.map((plan) => plan['valley']))).toEqual(new Set([undefined, 'north']));
  });

  test('the operator’s value is sent where there is one', async () => {
    const over = { values: { 'POST /huts': { roof: 'slate' } } };
    const { service } = await judged(anyBodyAccepted, {}, { over });
    expect(new Set(service.plans.map((plan) => plan['roof']))).toEqual(new Set(['slate']));
  });

  test('the same seed makes the same bodies', async () => {
    const [one, other] = [await judged(anyBodyListed), await judged(anyBodyShownAlike)];
    expect(one.service.plans).toEqual(other.service.plans);
  });

  test('a resource that appears a little later passes, and so does one that is removed later', async () => {
    for (const probe of all) {
      expect((await judged(probe, { lagMs: 1500 })).stated, probe.id).toBe('pass');
      expect((await judged(probe, { removal: 409 })).stated, probe.id).toBe('pass');
    }
  });

  test('a village that refuses everything is inconclusive', async () => {
    for (const probe of all) {
      const { verdict } = await judged(probe, { refused: () => 422 });
      expect(verdict, probe.id).toMatchObject({ kind: 'inconclusive', unseen: true });
    }
  });
});

describe('properties/any-body-accepted', () => {
  test('a combination that is refused fails where the document limits every value, by its smallest body', async () => {
    const refused = (plan: Readonly<Record<string, unknown>>): number | undefined =>
      plan['hasStove'] === true && plan['roof'] !== 'straw' ? 422 : undefined;
    const result = await judged(anyBodyAccepted, { refused }, { contract: 'limited' });
    expect(result.stated).toBe('fail valid-body-refused');
    const smallest = smallestIn(result) as Readonly<Record<string, unknown>>;
    expect({ ...smallest, name: '', roof: '' }).toEqual({ name: '', roof: '', hasStove: true });
    expect(result.service.standing()).toEqual([]);
  });

  test('an error response leaves a part untried where the document does not limit every value', async () => {
    const { verdict } = await judged(anyBodyAccepted, { refused: (plan) => (plan['hasStove'] === true ? 422 : undefined) });
    expect(verdict).toMatchObject({
      kind: 'pass',
      untried: [expect.stringMatching(/^\d of 5 generated bodies were answered 422/) as string],
    });
  });

  test.for<readonly [number, string]>([
    [200, 'pass'],
    [302, 'fail valid-body-refused'],
    [405, 'fail valid-body-refused'],
    [401, 'inconclusive'],
    [409, 'inconclusive'],
    [429, 'inconclusive'],
    [500, 'inconclusive'],
  ])('%i to some bodies gives %s', async ([status, word]) => {
    const isMeant = (plan: Readonly<Record<string, unknown>>): boolean => plan['roof'] === 'tile';
    const refused = (plan: Readonly<Record<string, unknown>>): number | undefined => (isMeant(plan) && status !== 200 ? status : undefined);
    const result = await judged(anyBodyAccepted, { refused }, { contract: 'limited' });
    expect(result.stated).toBe(status === 409 ? 'pass' : word);
  });
});

describe('a value that is lost', () => {
  const rooms = '/Built/allOf/1/properties/rooms';

  test('because another member is set fails, by a body that has little else', async () => {
    const shown: HutOptions['shown'] = (hut) => (hut['hasStove'] === true && hut['rooms'] !== undefined ? { ...hut, rooms: 1 } : hut);
    const result = await judged(anyBodyRepeated, { shown }, { node: rooms });
    expect(result.stated).toBe('fail other-than-requested');
    expect(Object.keys(smallestIn(result) as object).sort()).toEqual(['hasStove', 'name', 'roof', 'rooms']);
    expect(result.service.plans.length).toBeLessThanOrEqual(usualBodies + 20);
    expect(result.service.standing()).toEqual([]);
  });

  test('behind the 37th letter of a name fails, by a name of 38', async () => {
    const shown: HutOptions['shown'] = (hut) => ({ ...hut, name: nameOf(hut).slice(0, 37) });
    const result = await judged(anyBodyRepeated, { shown }, { node: '/Built/allOf/1/properties/name' });
    expect(result.stated).toBe('fail other-than-requested');
    expect(nameOf(smallestIn(result) as Readonly<Record<string, unknown>>).length).toBe(38);
  });

  test('counts for its own member only', async () => {
    const shown: HutOptions['shown'] = (hut) => ({ ...hut, name: 'hut' });
    expect((await judged(anyBodyRepeated, { shown }, { node: rooms })).stated).toBe('pass');
  });

  test('once and not again decides nothing', async () => {
    const seen = new Set<unknown>();
    const shown: HutOptions['shown'] = (hut, where) => {
      const isFirst = where === 'create' && seen.size === 0;
      seen.add(hut['no']);
      return isFirst ? { ...hut, name: 'hut' } : hut;
    };
    const { verdict } = await judged(anyBodyRepeated, { shown }, { node: '/Built/allOf/1/properties/name' });
    expect(verdict).toMatchObject({ kind: 'inconclusive', reason: expect.stringContaining('once and not again') as string });
  });

  test('in the answer decides nothing where the answer does not show it', async () => {
    const shown: HutOptions['shown'] = ({ no, name }) => ({ no, name });
    expect((await judged(anyBodyRepeated, { shown }, { node: rooms })).verdict).toMatchObject({ kind: 'inconclusive', unseen: true });
  });
});

describe('a resource that is lost', () => {
  const hidden =
    (at: 'read' | 'list'): NonNullable<HutOptions['shown']> =>
    (hut, where) =>
      where === at && hut['hasStove'] === true ? undefined : hut;

  test('to reads fails, by a body that has little else', async () => {
    const result = await judged(anyBodyReadable, { shown: hidden('read') });
    expect(result.stated).toBe('fail created-not-readable');
    expect(Object.keys(smallestIn(result) as object)).toEqual(['name', 'roof', 'hasStove']);
    expect((await judged(anyBodyListed, { shown: hidden('read') })).stated).toBe('pass');
  });

  test('to the list fails, by a body that has little else', async () => {
    const result = await judged(anyBodyListed, { shown: hidden('list') });
    expect(result.stated).toBe('fail created-not-listed');
    expect(Object.keys(smallestIn(result) as object)).toEqual(['name', 'roof', 'hasStove']);
    expect((await judged(anyBodyReadable, { shown: hidden('list') })).stated).toBe('pass');
  });

  test('under its own id and not under its name is judged elsewhere', async () => {
    const shown: HutOptions['shown'] = (hut, where) => (where === 'list' ? { ...hut, no: `x${String(hut['no'])}` } : hut);
    expect((await judged(anyBodyListed, { shown })).stated).toBe('pass');
  });

  test('in a list that cannot be read decides nothing', async () => {
    expect((await judged(anyBodyListed, { listStatus: 503 })).stated).toBe('inconclusive');
  });

  test('after a creation that shows no id decides nothing about reads', async () => {
    const shown: HutOptions['shown'] = (hut, where) => (where === 'create' ? undefined : { name: hut['name'] });
    expect((await judged(anyBodyReadable, { shown })).stated).toBe('inconclusive');
  });
});

describe('properties/any-body-shown-alike', () => {
  test.for(['read', 'list'] as const)('a %s that cuts long names fails', async (at) => {
    const shown: HutOptions['shown'] = (hut, where) => (where === at ? { ...hut, name: nameOf(hut).slice(0, 30) } : hut);
    const result = await judged(anyBodyShownAlike, { shown });
    expect(result.stated).toBe('fail answers-differ');
    expect(result.verdict).toMatchObject({ finding: { where: `/name, creation and ${at}` } });
    expect(nameOf(smallestIn(result) as Readonly<Record<string, unknown>>).length).toBe(31);
  });

  test('members that the list leaves out, and objects, are not compared', async () => {
    const shown: HutOptions['shown'] = (hut, where) =>
      where === 'list' ? { no: hut['no'] } : where === 'read' ? { ...hut, rooms: { count: hut['rooms'] } } : hut;
    expect((await judged(anyBodyShownAlike, { shown })).stated).toBe('pass');
  });

  test('answers with no member in common decide nothing', async () => {
    const shown: HutOptions['shown'] = (hut, where) => (where === 'create' ? { no: hut['no'] } : { no: hut['no'], name: hut['name'] });
    const result = await judged(anyBodyShownAlike, { shown });
    expect(result.stated).toBe('pass');
  });
});

describe('the budget', () => {
  test('a run that may make no more leaves a part untried', async () => {
    const service = hutService();
    let made = 0;
    const result = await judge(anyBodyListed, {
      contract: await huts.open,
      target,
      answer(request, now) {
        if (request.operation === 'POST /huts' && ++made > 2) throw new NotTried('out-of-budget', 'no more requests');
        return service.answer(request, now);
      },
    });
    expect(result.verdict).toMatchObject({ kind: 'pass', judged: 2, untried: ['no more requests'] });
    expect(service.standing()).toEqual([]);
  });

  test('nothing is created where nothing may be changed', async () => {
    const { locations } = await judge(anyBodyListed, {
      contract: await huts.open,
      target: { ...target, allow: [] },
      answer: hutService().answer,
    });
    expect(locations).toEqual([]);
  });
});
