import type { Location } from '../model/location.ts';
import { ContractError } from './contract-error.ts';
import { methods } from './document/structure.ts';
import type { Body, Contract, Operation, Parameter, ResponseDeclaration } from './model.ts';
import { below, isObject } from './pointer.ts';
import { readBody, readParameters, readResponses } from './read-operations.ts';
import { createReader, type Node, type Reader } from './reader.ts';
import type { DeliveryConvention } from './x-assay/delivery.ts';

/** A request that the described service sends: a webhook (OpenAPI 3.1, OpenAPI Object) or a callback (Callback Object). */
export type DescribedDelivery = {
  readonly name: string;
  /** In upper case; undefined where the path item describes no operation. */
  readonly method: string | undefined;
  /** The operation, or the path item where it has none. */
  readonly location: Location;
  readonly parameters: readonly Parameter[];
  readonly body: Body | undefined;
  /** What the receiver may answer. */
  readonly responses: readonly ResponseDeclaration[];
  /** What `x-assay` says of it, on the operation or on the path item. */
  readonly convention: DeliveryConvention | undefined;
  /** Of a callback: the operation that causes it, and the runtime expression for its address. */
  readonly callback?: { readonly operation: Operation; readonly expression: string };
};

const known = new WeakMap<Contract, readonly DescribedDelivery[]>();

/** Every webhook and callback of a document, in its order; those behind a broken reference are left out. */
export const describedDeliveries = (contract: Contract): readonly DescribedDelivery[] => {
  const found = known.get(contract) ?? readDeliveries(contract);
  known.set(contract, found);
  return found;
};

const readDeliveries = (contract: Contract): DescribedDelivery[] =>
  deliveriesIn(createReader(contract.document, contract.source), contract.operations);

/** The same of a document of which only the operations were read. */
export const deliveriesIn = (reader: Reader, operations: readonly Operation[]): DescribedDelivery[] => {
  const root: Location = { operation: null, way: ['#'] };
  const webhooks = reader.keys(root, 'webhooks').flatMap((name) => deliveriesAt(reader, name, () => reader.child(root, 'webhooks', name)));
  const callbacks = operations.flatMap((operation) =>
    reader.keys(operation.location, 'callbacks').flatMap((name) =>
      expressionsAt(reader, operation.location, name).flatMap((expression) =>
        deliveriesAt(reader, name, () => {
          const callback = reader.child(operation.location, 'callbacks', name);
          return callback && reader.child(callback.location, expression);
        }).map((one): DescribedDelivery => ({ ...one, callback: { operation, expression } })),
      ),
    ),
  );
  return [...webhooks, ...callbacks];
};

/** Undefined where a reference on the way is broken; the document is complained about elsewhere. */
const unlessBroken = <T>(read: () => T): T | undefined => {
  try {
    return read();
  } catch (error) {
    if (error instanceof ContractError) return undefined;
    throw error;
  }
};

const expressionsAt = (reader: Reader, around: Location, name: string): string[] => {
  const callback = unlessBroken(() => reader.child(around, 'callbacks', name));
  return Object.entries(callback?.value ?? {}).flatMap(([key, value]) => (key.startsWith('x-') || !isObject(value) ? [] : [key]));
};

const conventionAt = ({ value }: Pick<Node, 'value'>): DeliveryConvention | undefined => {
  const assay = value['x-assay'];
  return isObject(assay) && isObject(assay['delivery']) ? assay['delivery'] : undefined;
};

const deliveriesAt = (reader: Reader, name: string, itemOf: () => Node | undefined): DescribedDelivery[] => {
  const item = unlessBroken(itemOf);
  if (item === undefined) return [];
  const described = methods.filter((method) => isObject(item.value[method]));
  if (described.length === 0) {
    const nothing = { method: undefined, parameters: [], body: undefined, responses: [] };
    return [{ ...nothing, name, location: item.location, convention: conventionAt(item) }];
  }
  return described.flatMap((method): DescribedDelivery[] => {
    const { way } = item.location;
    const location: Location = { ...item.location, way: [...way, below(way.at(-1) ?? '#', method)] };
    const value = item.value[method];
    const made = unlessBroken(() => ({
      parameters: readParameters(reader, item.location, location),
      body: readBody(reader, location),
      responses: readResponses(reader, location),
    }));
    const convention = (isObject(value) ? conventionAt({ value }) : undefined) ?? conventionAt(item);
    return made === undefined ? [] : [{ name, method: method.toUpperCase(), location, convention, ...made }];
  });
};
