import { type CredentialPlacement, keyScheme, requiredSchemes, securityScheme } from '../../contract/credential-placement.ts';
import type { Contract, Operation } from '../../contract/model.ts';
import { type LoginShown, loginShown } from './logins.ts';
import { variableNameOf } from './names.ts';

/** A credential of a target that a security scheme of the document needs. */
export type NeededCredential = {
  readonly scheme: string;
  /** The environment variable that holds it. */
  readonly variable: string;
  /** It is given as `key`: the first scheme that the document requires. */
  readonly isKey: boolean;
  /** No operation that takes the key can be called without it. */
  readonly isFirst: boolean;
  /** What is to be put into the variable. */
  readonly form: string;
  /** How many operations need it. */
  readonly operations: number;
  /** How a run could obtain it instead, as a login of a config. */
  readonly login?: LoginShown;
};

export type Credentials = {
  readonly needed: readonly NeededCredential[];
  /** Why others cannot be given, a sentence each. */
  readonly unsupported: readonly string[];
};

const forms: Readonly<Record<CredentialPlacement['kind'], (placement: CredentialPlacement) => string>> = {
  bearer: () => 'a token',
  basic: () => 'NAME:PASSWORD',
  header: (placement) =>
    'prefix' in placement && placement.prefix !== undefined
      ? `the key that ${placement.name} has after "${placement.prefix}"`
      : `the value of the header field ${'name' in placement ? placement.name : ''}`,
  query: (placement) => `the value of the query parameter ${'name' in placement ? placement.name : ''}`,
  cookie: (placement) => `the value of the cookie ${'name' in placement ? placement.name : ''}`,
};

/** The credentials that a document needs: for each operation those of one alternative, that of the key before others. */
export const credentialsOf = ({ document, operations }: Pick<Contract, 'document' | 'operations'>, target: string): Credentials => {
  const key = keyScheme(document);
  const isPlaced = (name: string): boolean => securityScheme(document, name).kind === 'placed';
  const wayOf = ({ security }: Operation): readonly string[] => {
    const usable = security.filter((names) => names.every(isPlaced));
    return usable.find((names) => key !== undefined && names.includes(key)) ?? usable[0] ?? [];
  };
  const ways = operations.filter(({ secured }) => secured).map(wayOf);
  const schemes = requiredSchemes(document).map((name) => securityScheme(document, name));
  const variables = new Set<string>();
  const variableFor = (scheme: string): string => {
    const name = variableNameOf(target, scheme);
    let free = name;
    for (let n = 2; variables.has(free); n += 1) free = `${name}_${n}`;
    variables.add(free);
    return free;
  };
  const needed = schemes.flatMap((scheme): NeededCredential[] => {
    const using = ways.filter((names) => names.includes(scheme.name));
    if (scheme.kind === 'unsupported' || using.length === 0) return [];
    const shown = loginShown({ document, operations }, target, scheme.name);
    return [
      {
        scheme: scheme.name,
        variable: variableFor(scheme.name),
        isKey: scheme.name === key,
        isFirst: key !== undefined && using.some((names) => names.includes(key)),
        form: forms[scheme.placement.kind](scheme.placement),
        operations: using.length,
        ...(shown === undefined ? {} : { login: shown }),
      },
    ];
  });
  return { needed, unsupported: schemes.flatMap((scheme) => (scheme.kind === 'unsupported' ? [scheme.why] : [])) };
};
