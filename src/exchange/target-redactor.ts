import { credentialNames } from '../model/request.ts';
import { routeSecretNames, type Secrets, type Target } from '../model/target.ts';
import { redacted } from '../model/mask.ts';
import { createRedactor, type Redactor } from './redactor.ts';
import { isSecretName } from '../model/secret-names.ts';

const textsIn = (value: unknown): readonly string[] => {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : [];
};

const namedIn = (value: unknown): readonly string[] =>
  typeof value !== 'object' || value === null
    ? []
    : Object.entries(value).flatMap(([name, one]) => (isSecretName(name) ? textsIn(one) : namedIn(one)));

/** No target ever receives these, so that no answer can repeat them; parts of a key in PEM occur in ordinary texts. */
const isOfRoute = (name: string): boolean => routeSecretNames.some((one) => one === name);

/**
 * The redactor of a target: it knows the credentials, the header fields whose values come from outside the config, and the values and
 * fixtures under secret names. These last are not credentials, so an answer may show variants of them.
 * @param open The names that the document of the target gives to members, values and paths, see {@link createRedactor}.
 */
export const redactorFor = (target: Target, secrets: Secrets, open: readonly string[] = []): Redactor => {
  const { headers, secretHeaders = [] } = target.http;
  const redactor = createRedactor(
    [
      ...Object.entries(secrets).flatMap(([name, secret]) => (secret === undefined || isOfRoute(name) ? [] : [secret])),
      ...secretHeaders.flatMap((name) => headers[name] ?? []),
    ],
    // A key such as "restricted-7f3a" holds the name of its credential, which requests of a record have to show.
    [...credentialNames, ...open],
  );
  for (const secret of [...namedIn(target.values), ...namedIn(target.fixtures)]) redactor.addIssued(secret, redacted, []);
  return redactor;
};
