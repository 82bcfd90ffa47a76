import { NotTried } from '../../checks/kit/define.ts';
import { admissionsOf, isAdmitted, type Pass, secretNameFor } from '../../contract/admission.ts';
import type { Contract, Operation } from '../../contract/model.ts';
import { openReads, parameterlessReads, operationWith } from '../../contract/operation.ts';
import type { PlannedRequest } from '../../model/request.ts';
import type { Secrets, Target } from '../../model/target.ts';
import { canAlter } from '../../exchange/alteration.ts';

/** Decides which credentials a request contains. */
export type Gatekeeper = {
  /** Where the request contains its credentials: as its operation declares, else as the operations that use `key` do. */
  passesFor(request: PlannedRequest): readonly [Pass, ...Pass[]];
  /**
   * The last check before a request with a credential is sent.
   * @throws {NotTried} where a credential is missing, cannot be sent, or has no altered form other than itself.
   */
  check(request: PlannedRequest, secrets: Secrets): void;
};

export const createGatekeeper = (contract: Contract, target: Target): Gatekeeper => {
  const admissions = admissionsOf(contract, target);
  const passesFor: Gatekeeper['passesFor'] = ({ operation, credential }) => admissions.passesOf(operation, credential);

  return {
    passesFor,
    check(request, secrets) {
      const { credential } = request;
      if (credential.kind === 'none' || credential.kind === 'blank' || credential.kind === 'made-up') return;
      const operation = operationWith(contract, request.operation);
      const found = operation && admissions.to(operation);
      if (found?.kind === 'unsupported') throw new NotTried('unsupported', found.reason);
      if (found?.kind === 'missing') throw new NotTried('missing-prerequisite', found.reason);
      if (credential.kind === 'issued' || credential.kind === 'incomplete') return;
      const [pass] = passesFor(request);
      const sentAs = credential.name === 'key' ? undefined : target.sentAs?.[credential.name];
      if (operation?.secured === true && sentAs !== undefined && pass.scheme !== sentAs)
        throw new NotTried(
          'missing-prerequisite',
          `the credential "${credential.name}" is one for the security scheme "${sentAs}", which ${operation.key} does not take`,
        );
      const name = secretNameFor(credential.name, pass);
      const secret = secrets[name];
      if (secret === undefined)
        throw new NotTried(
          'missing-prerequisite',
          `needs the credential "${credential.name}" (--credential ${credential.name}=env:VARIABLE)`,
        );
      if (credential.kind === 'valid' && credential.placedAs !== undefined && secret === secrets.key)
        throw new NotTried('not-applicable', `the credential of the security scheme "${pass.scheme}" is the key itself`);
      if (credential.kind === 'altered' && !canAlter(secret, credential.form))
        throw new NotTried('not-applicable', `the credential "${credential.name}" has no form ${credential.form} other than itself`);
    },
  };
};

/**
 * The reads that show whether a target can be judged: those that require only `key`; where there are none, those that require another
 * credential, or none at all. Only reads whose credentials are given.
 */
export const readsAtEntry = (contract: Contract, target: Target): Operation[] => {
  const admitted = (operations: readonly Operation[]): Operation[] => operations.filter((one) => isAdmitted(contract, one, target));
  const withKey = admitted(parameterlessReads(contract));
  return withKey.length > 0 ? withKey : admitted(openReads(contract));
};
