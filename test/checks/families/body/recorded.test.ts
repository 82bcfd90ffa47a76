import { describe, expect, test } from 'vitest';
import { membersLeftOutRecorded } from '../../../../src/checks/families/body/members-left-out-recorded.ts';
import { oddValuesRecorded } from '../../../../src/checks/families/body/odd-values-recorded.ts';
import type { Probe } from '../../../../src/checks/kit/define.ts';
import { isObject } from '../../../../src/contract/pointer.ts';
import type { PlannedRequest } from '../../../../src/model/request.ts';
import { targetOf } from '../../support/fake-session.ts';
import type { Reply } from '../../support/exchange.ts';
import { huts, type HutOptions, hutService } from '../../../worlds/bodies-of-many-members.ts';
import { judge } from '../../support/judge.ts';

const target = targetOf({ name: 'huts', contract: 'huts', fixtures: {} });

const factsOf = async (
  probe: Probe,
  { twist = () => undefined, ...options }: HutOptions & { readonly twist?: (request: PlannedRequest) => Reply | undefined } = {},
): Promise<{ readonly facts: Readonly<Record<string, unknown>>; readonly sent: readonly PlannedRequest[]; readonly kind: string }> => {
  const service = hutService(options);
  const { verdict, session } = await judge(probe, {
    contract: await huts.open,
    target,
    answer: (request, now) => twist(request) ?? service.answer(request, now),
  });
  const facts = verdict.kind === 'observed' ? verdict.facts : [];
  return {
    kind: verdict.kind,
    facts: Object.fromEntries(facts.map(({ fact, value }) => [fact, value])),
    sent: session.exchanges.map(({ request }) => request),
  };
};

const textIn = ({ body }: PlannedRequest): string => (body?.kind === 'text' ? body.text : '');

describe('body/odd-values-recorded, where the created resource can be removed', () => {
  test('records every answer', async () => {
    const { facts } = await factsOf(oddValuesRecorded, {
      twist: ({ operation, body }) =>
        operation === 'POST /huts' && (body?.kind !== 'json' || !isObject(body.value)) ? { status: 400 } : undefined,
      refused: (plan) => (String(plan['name']).length > 1000 ? 413 : plan['ct_unknown'] === true ? 422 : undefined),
    });
    expect(facts).toEqual({
      'creation.null-text': 201,
      'creation.empty-text': 201,
      'creation.blank-text': 201,
      'creation.unknown-member': 422,
      'creation.other-media-type': 400,
      'creation.array-body': 400,
      'creation.text-body': 400,
      'creation.spare-comma': 400,
      'creation.bare-names': 400,
      'creation.form-body': 400,
      'creation.unknown-value': 201,
      'creation.number-value': 201,
      'creation.very-long-text': 413,
    });
  });

  test('sends JSON that only tolerant parsers accept, and a form', async () => {
    const { sent } = await factsOf(oddValuesRecorded);
    const texts = sent.map(textIn).filter((text) => text !== '');
    expect(texts).toContain('{"name":"ct-test-odd-spare-comma-name","roof":"straw",}');
    expect(texts).toContain('{name: "ct-test-odd-bare-names-name", roof: "straw"}');
    expect(texts).toContain('name=ct-test-odd-form-body-name&roof=straw');
  });

  test('unknown values are tried at a member that refers to something on the server', async () => {
    const { sent } = await factsOf(oddValuesRecorded);
    const values = sent.flatMap(({ body }) => (body?.kind === 'json' && isObject(body.value) ? [body.value['valley']] : []));
    expect(values.filter((value) => value !== undefined)).toEqual(['ct-no-such-valley', 1]);
  });
});

describe('body/members-left-out-recorded', () => {
  test('records the answer to a body without each member, and which members the answer shows', async () => {
    const { facts } = await factsOf(membersLeftOutRecorded, {
      refused: (plan) => ('roof' in plan ? undefined : 422),
      shown: ({ no, name }) => ({ no, name }),
    });
    expect(facts).toEqual({ 'creation.without-member': { name: 201, roof: 422 }, 'creation.members-shown': ['name'] });
  });

  test('is inconclusive where the complete body is refused', async () => {
    expect((await factsOf(membersLeftOutRecorded, { refused: () => 422 })).kind).toBe('inconclusive');
  });

  test('a missing answer is recorded as such', async () => {
    const { facts } = await factsOf(membersLeftOutRecorded, {
      twist: ({ faults }) => (faults.includes('member-missing') ? 'no answer' : undefined),
    });
    expect(Object.values(facts['creation.without-member'] as object)).toEqual([expect.any(String), expect.any(String)]);
  });
});
