import { coveredBy, coveredByLasting, inferredNamed, itemOf } from '../contract/infer/covering.ts';
import { parametersIn } from '../contract/infer/path-template.ts';
import type { Contract } from '../contract/model.ts';
import { isOfPart, placeholdersIn, placeholderText } from './placeholder.ts';

type Values = Readonly<Record<string, string>>;

/**
 * The values of a path, such that what the body names is below it: `sensorId` in the body of `POST /devices/{deviceId}/readings` names a sensor, which the run creates
 * below a device, and the path then names that device. Values that are no placeholder for a resource above it stay as they are.
 */
export const aboveReferred = (contract: Contract, pathValues: Values, body: unknown): Values => {
  const isBelow = Object.values(pathValues).some((value) => placeholdersIn(value)[0]?.use === 'known');
  if (!isBelow) return pathValues;
  const named = placeholdersIn(JSON.stringify(body ?? null)).filter((one) => one.use === 'known' && !isOfPart(one));
  return Object.fromEntries(
    Object.entries(pathValues).map(([name, value]) => {
      const [above] = placeholdersIn(value);
      const found = above?.use === 'known' ? named.flatMap(({ resourceType }) => parentOf(contract, resourceType, above) ?? []) : [];
      return [name, found[0] ?? value];
    }),
  );
};

/** The placeholder for the resource above one of a type, where that is of the same type as another placeholder. */
const parentOf = (
  contract: Contract,
  name: string,
  { resourceType: above, parameter }: { readonly resourceType: string; readonly parameter?: string },
): string | undefined => {
  const type = inferredNamed(contract, name);
  if (!type || name === above) return undefined;
  const covering = [...coveredBy(contract, type.create), ...coveredByLasting(contract, type.create)].find(
    ([, one]) => one.resourceType.name === above && one.parameter === parameter,
  );
  const at = covering === undefined ? -1 : parametersIn(type.create.path).indexOf(covering[0]);
  const own = parametersIn(itemOf(type).path)[at];
  return own === undefined ? undefined : placeholderText({ use: 'known', resourceType: name, parameter: own });
};
