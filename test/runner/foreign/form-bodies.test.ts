import { describe, expect } from 'vitest';
import { testBeside as test } from '../../beside-others.ts';
import { writeToolDocument } from '../../worlds/old-dialect.ts';
import { startTents, type TentFlaw, tentsDocument } from '../../worlds/tents.ts';
import { judgeForeign } from './judge-foreign.ts';

const judged = async (flaw: TentFlaw, only: readonly string[] = []) => {
  const { url, left } = await startTents(flaw);
  const { verdicts } = await judgeForeign(writeToolDocument(tentsDocument), url, {
    allow: ['mutation', 'permanent', 'destructive'],
    credentials: [],
    maxCreates: 200,
    http: { timeoutMs: 10_000, headers: {} },
    ...(only.length > 0 && { selection: { only, skip: [] } }),
  });
  return {
    failed: verdicts.flatMap(({ verdict, case: { requirement, check } }) =>
      verdict.kind === 'fail' ? [`${requirement} ${check}: ${verdict.finding.actual}`] : [],
    ),
    passed: verdicts.flatMap(({ verdict, case: { check, places } }) =>
      verdict.kind === 'pass' ? [`${check} ${String(places[0]?.operation)}`] : [],
    ),
    left: left(),
  };
};

describe('an API whose bodies are forms', () => {
  test.for<TentFlaw>([
    'none',
    'an empty value is none',
    'notes are merged',
    'refuses what it does not know',
    'reads numbers and words loosely',
  ])('is told nothing of where it keeps its document: %s', async (flaw) => {
    const { failed, passed, left } = await judged(flaw);
    expect(failed).toEqual([]);
    expect(left).toBe(0);
    expect(passed).toEqual(
      expect.arrayContaining([
        'body/breach-refused POST /tents',
        'body/breach-refused POST /tents/{tentId}',
        'body/missing-member-refused POST /tents',
        'body/wrong-type-refused POST /tents',
        'body/other-media-type-refused POST /tents',
        'body/refused-change-stores-nothing POST /tents/{tentId}',
        'lifecycle/sent-is-shown POST /tents',
        'lifecycle/change-shown POST /tents',
        'sequences/shown-after-all POST /tents',
      ]),
    );
  });

  test.for<readonly [flaw: TentFlaw, check: string]>([
    ['any number', 'body/wrong-type-refused'],
    ['cut numbers', 'body/breach-refused'],
    ['any boolean', 'body/wrong-type-refused'],
    ['any colour', 'body/breach-refused'],
    ['long names', 'body/breach-refused'],
    ['long notes', 'body/breach-refused'],
    ['no name', 'body/missing-member-refused'],
    ['takes JSON', 'body/other-media-type-refused'],
    ['short names', 'lifecycle/sent-is-shown'],
    ['the change forgets the rest', 'lifecycle/change-shown'],
    ['the change is not kept', 'lifecycle/change-shown'],
    ['changes before it refuses', 'body/refused-change-stores-nothing'],
  ])('is told of "%s" by %s', async ([flaw, check]) => {
    expect((await judged(flaw, [check])).failed.join('\n')).toContain(check);
  });
});
