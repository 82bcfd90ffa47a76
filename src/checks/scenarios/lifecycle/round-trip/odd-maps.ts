import { descriptionsIn, membersOf, partsOf } from '../../../../contract/infer/schema-parts.ts';
import type { Contract, Operation } from '../../../../contract/model.ts';
import { isObject } from '../../../../contract/pointer.ts';
import { type BodyMember, bodyMembers } from '../../../../generators/body-members.ts';
import { clientTexts } from '../../../../generators/client-maps.ts';
import { printedValues } from '../../../../generators/known-values.ts';
import { mayBeSent } from '../../../../generators/request-match.ts';
import type { Resource } from '../../../subjects/shown-resource.ts';

/** Words for texts that a service writes anew, or takes few signs in. */
const rewritten =
  /\b(?:lower|upper|case|ascii|latin|normali[sz]\w*|trim\w*|slug\w*|letters|digits|characters|encoded|escaped|stripped|truncated|cut|shortened|unknown|dropped|ignored|discarded|removed|replaced|plain|sanit\w*|translated)\b/iu;

/** Members of a body in which clients keep texts under names of their own, where nothing says that these may be written anew. */
export const mapsOfClients = (contract: Contract, operation: Operation): readonly BodyMember[] => {
  const { document } = contract;
  return bodyMembers(contract, operation).filter(({ name, schema }) => {
    const texts = clientTexts(document, schema, name);
    return (
      texts !== undefined &&
      texts['pattern'] === undefined &&
      membersOf(document, schema).size === 0 &&
      [...partsOf(document, schema), texts].every((part) => part['readOnly'] !== true && part['writeOnly'] !== true) &&
      ![schema, texts].some((one) => descriptionsIn(document, one).some((text) => rewritten.test(text)))
    );
  });
};

/** The name under which an entry is sent: one that the document prints, or one of ours. */
const nameOfEntry = (contract: Contract, { schema }: BodyMember): string =>
  partsOf(contract.document, schema)
    .flatMap(printedValues)
    .flatMap((one) => (isObject(one) ? Object.keys(one) : []))[0] ?? 'ct';

/**
 * Each map with one entry, where its schema takes it.
 * @param textFor The text for a member.
 */
export const mapsWith = (contract: Contract, maps: readonly BodyMember[], textFor: (name: string) => string): Resource =>
  Object.fromEntries(
    maps.flatMap((map) => {
      const entry = { [nameOfEntry(contract, map)]: textFor(map.name) };
      return mayBeSent(contract.document, map.schema, entry) ? [[map.name, entry]] : [];
    }),
  );
