import * as fc from 'fast-check';
import type { Schema } from '../../contract/model.ts';
import { tokensOf } from '../../contract/pointer.ts';
import { boundedFilter } from '../values/bounded-filter.ts';
import { createJudge } from '../values/judge/create-judge.ts';
import type { Judge } from '../values/judge/keyword.ts';
import { plainSchema } from '../values/plain.ts';
import { unsupportedIn } from '../values/unsupported.ts';
import { valid } from '../values/valid.ts';
import type { Breach, BreachContext } from './breach.ts';
import type { Variant } from './faults/fault.ts';
import { faults } from './faults/faults.ts';
import { rebuilt } from './rebuilt.ts';
import { type Site, sitesOf } from './site.ts';
import { counts } from './wire/counts.ts';

/** A value with the part at a path changed. */
const changedAt = (value: unknown, path: readonly string[], change: (part: unknown) => unknown): unknown => {
  const [token, ...rest] = path;
  if (token === undefined) return change(value);
  if (Array.isArray(value)) return value.map((item: unknown, index) => (String(index) === token ? changedAt(item, rest, change) : item));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [name, name === token ? changedAt(member, rest, change) : member]),
  );
};

const isFormat = (keyword: string): boolean => keyword === 'format' || keyword === 'contentEncoding';

/** Variants of one keyword that blame the same part of the value. */
const byPart = (variants: readonly Variant[]): Map<string, Variant[]> => {
  const parts = new Map<string, Variant[]>();
  for (const one of variants) parts.set(one.inside ?? '', [...(parts.get(one.inside ?? '') ?? []), one]);
  return parts;
};

/**
 * Every known way to break a schema: values that break one keyword of one node and match everything else, so that they match once that
 * keyword is taken out of that node. Each is also a breach as it is sent (see `counts`). A keyword that cannot be broken alone gives none;
 * a schema that is not supported gives none at all.
 */
export const breaches = (written: Schema, context: BreachContext): Breach[] => {
  const { direction, sending = { kind: 'json' }, formats = 'annotated' } = context;
  const { node: root, document, original } = plainSchema({ schema: written, pointer: context.pointer ?? '#' }, context);
  const { schema } = root;
  if (unsupportedIn(document, root)) return [];
  const either = [true, ...(formats === 'asserted' ? [] : [false])].map((asserted) =>
    // A value that may match is no breach.
    createJudge({ document, direction, formats: asserted, otherwise: true }),
  );
  const asked: Judge = (one, value) => either.some((judge) => judge(one, value));

  const arbOf = (
    { node, steps, instancePath }: Site,
    keyword: string,
    { schema: variant, change }: Variant,
  ): fc.Arbitrary<unknown> | undefined => {
    const made = valid(
      rebuilt(document, schema, steps, () => variant),
      { ...context, document },
    );
    if (made.kind !== 'ok') return undefined;
    const path = tokensOf(instancePath);
    const arb = change ? made.arb.map((value) => changedAt(value, path, change)) : made.arb;
    const without = { node: node.schema, keywords: [keyword] };
    const otherwise = [true, false].map((asserted) => createJudge({ document, direction, formats: asserted, without }));
    return boundedFilter(arb, (value) => otherwise.every((judge) => judge(schema, value)) && counts(sending, schema, value, asked));
  };

  return sitesOf({ ...context, document }, root).flatMap((site) => {
    const { node, instancePath } = site;
    if (typeof node.schema === 'boolean') return [];
    const { schema: own } = node;
    return Object.keys(own).flatMap((keyword) => {
      const fault = faults.get(keyword);
      if (!fault || (isFormat(keyword) && formats === 'annotated')) return [];
      const { [keyword]: given, ...rest } = own;
      return [...byPart(fault(given, rest))].flatMap(([inside, variants]): Breach[] => {
        const arbs = variants.flatMap((variant) => arbOf(site, keyword, variant) ?? []);
        if (arbs.length === 0) return [];
        return [{ pointer: original(node.pointer), instancePath: instancePath + inside, keyword, arb: fc.oneof(...arbs) }];
      });
    });
  });
};
