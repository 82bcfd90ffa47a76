import { nodeOf } from '../../model/location.ts';
import type { DescribedDelivery } from '../deliveries.ts';
import type { Comparison, Side } from './comparison.ts';
import { bodyChanges } from './content-changes.ts';

export const deliveryChanges = (comparison: Comparison): void => {
  const byName = ({ deliveries }: Side): ReadonlyMap<string, DescribedDelivery> =>
    new Map(deliveries.filter(({ method }) => method !== undefined).map((one) => [deliveryName(one), one]));
  const [old, fresh] = [byName(comparison.before), byName(comparison.after)];
  const base = { direction: 'delivery', where: '' } as const;
  for (const [name, one] of old) {
    const other = fresh.get(name);
    if (other) {
      bodyChanges(comparison, name, one, other, 'delivery');
      if (awaited(one) !== awaited(other)) {
        const places = { before: nodeOf(one.location), after: nodeOf(other.location) };
        const message = 'its parameters, or the answers that it awaits, changed';
        comparison.add(name, { ...base, ...places, kind: 'delivery-changed', verdict: 'unclear', message });
      }
      continue;
    }
    const before = nodeOf(one.location);
    comparison.add(name, {
      ...base,
      kind: 'delivery-removed',
      verdict: 'breaking',
      message: 'it is not sent any more',
      before,
      after: '#',
    });
  }
  for (const [name, other] of fresh)
    if (!old.has(name)) {
      const after = nodeOf(other.location);
      comparison.add(name, { ...base, kind: 'delivery-added', verdict: 'compatible', message: 'it is new', before: '#', after });
    }
};

const deliveryName = ({ name, method, callback }: DescribedDelivery): string =>
  callback === undefined ? `webhook ${name} ${method}` : `callback ${name} ${method} of ${callback.operation.key}`;

/** What a delivery has beside its body. */
const awaited = ({ parameters, responses }: DescribedDelivery): string =>
  [...parameters.map((one) => `${one.in} ${one.name.toLowerCase()} ${one.required}`), ...responses.map(({ status }) => status)]
    .sort()
    .join('\n');
