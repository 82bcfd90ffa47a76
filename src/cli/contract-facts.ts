import { patiences } from '../checks/kit/patience.ts';
import type { ContractFacts } from '../config/check-against-contract.ts';
import { keyScheme, securityScheme, tokenUrls } from '../contract/credential-placement.ts';
import { tokenSchemes } from '../contract/admission.ts';
import type { Contract } from '../contract/model.ts';
import { rootConventions } from '../contract/read-conventions.ts';
import { parametersIn } from '../contract/infer/path-template.ts';
import { membersAt } from '../generators/body-members.ts';
import { sharedParameters } from './shared-parameters.ts';

/** What a target is checked against before a run. */
export const contractFacts = (contract: Contract): ContractFacts => {
  const conventions = [contract.conventions, ...contract.operations.map((operation) => operation.conventions)];
  const forms = conventions.flatMap(({ auth }) => (auth?.forms?.live ? [auth.forms.live.pattern] : []));
  const schemes = [...new Set(contract.operations.flatMap(({ security }) => security.flat()))];
  const served = keyScheme(contract.document);
  return {
    production: contract.production,
    liveForms: [...new Set(forms)].map((form) => new RegExp(form, 'u')),
    needsKey: contract.operations.some(({ secured }) => secured),
    schemes,
    ...(served === undefined ? {} : { keyScheme: served }),
    basicSchemes: schemes.filter((name) => isBasic(contract, name)),
    tokenSchemes: [...new Set(contract.operations.flatMap((operation) => tokenSchemes(contract, operation)))],
    tokenUrls: Object.fromEntries(schemes.map((name) => [name, tokenUrls(contract.document, name)])),
    cookies: Object.fromEntries(schemes.flatMap((name) => cookieOf(contract, name).map((cookie) => [name, cookie]))),
    credentialFields: Object.fromEntries(schemes.flatMap((name) => fieldOf(contract, name).map((field) => [field, name]))),
    operations: contract.operations.map(({ key }) => key),
    operationIds: Object.fromEntries(
      contract.operations.flatMap(({ key, operationId }) => (operationId === undefined ? [] : [[operationId, key]])),
    ),
    takenBy: (key) => valueNames(contract, key),
    pathParameters: Object.fromEntries(contract.operations.map((operation) => [operation.key, sharedParameters(operation)])),
    plans: [...new Set(conventions.flatMap(({ rateLimit }) => Object.keys(rateLimit?.plans ?? {})))].filter(
      (name) => name !== 'x-requirement',
    ),
    fixtures: Object.keys(rootConventions(contract.document).fixtures ?? {}),
    durations: [...patiences, ...Object.keys(rootConventions(contract.document).durations ?? {})],
  };
};

/** Names that `values` of an operation may have. */
const valueNames = (contract: Contract, key: string): readonly string[] => {
  const { path = '', parameters = [], body } = contract.operations.find((one) => one.key === key) ?? {};
  const members = (body?.content ?? []).flatMap(({ schemaLocation }) =>
    schemaLocation === undefined ? [] : membersAt(contract, schemaLocation).map(({ name }) => name),
  );
  return [...new Set([...parametersIn(path), ...parameters.map(({ name }) => name), ...members, ...(body === undefined ? [] : ['body'])])];
};

const cookieOf = ({ document }: Contract, name: string): readonly string[] => {
  const scheme = securityScheme(document, name);
  return scheme.kind === 'placed' && scheme.placement.kind === 'cookie' ? [scheme.placement.name] : [];
};

/** The header field of a scheme, in lower case. A cookie is written beside those of every request. */
const fieldOf = ({ document }: Contract, name: string): readonly string[] => {
  const scheme = securityScheme(document, name);
  if (scheme.kind !== 'placed') return [];
  const { placement } = scheme;
  switch (placement.kind) {
    case 'bearer':
    case 'basic':
      return ['authorization'];
    case 'header':
      return [placement.name.toLowerCase()];
    case 'cookie':
      return ['cookie'];
    case 'query':
      return [];
  }
};

const isBasic = ({ document }: Contract, name: string): boolean => {
  const scheme = securityScheme(document, name);
  return scheme.kind === 'placed' && scheme.placement.kind === 'basic';
};
