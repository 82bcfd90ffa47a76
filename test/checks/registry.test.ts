import { rmSync } from 'node:fs';
import { expect, test } from 'vitest';
import { checkById, checks } from '../../src/checks/index.ts';
import { loadContract } from '../../src/contract/load.ts';
import type { Contract } from '../../src/contract/model.ts';
import { ownerOf } from '../../src/contract/owner.ts';
import { rootConventions } from '../../src/contract/read-conventions.ts';
import { locationKey } from '../../src/model/location.ts';
import { credentialNames } from '../../src/model/request.ts';
import { permissions } from '../../src/model/target.ts';
import { unmetPrerequisites } from '../../src/plan/unmet-prerequisites.ts';
import { writeLoans } from '../worlds/removable-resources-contract.ts';
import { kennel } from '../worlds/issued-keys.ts';
import { writeBooks } from '../worlds/every-paging-style-contract.ts';
import { atlas } from '../worlds/versions-in-paths.ts';
import { club } from '../worlds/oauth-codes.ts';
import { errands } from '../worlds/error-bodies.ts';
import { targetOf } from './support/fake-session.ts';
import { parcels } from './support/judge.ts';
import { writeShelves } from '../worlds/printed-values.ts';
import { towerContract } from '../worlds/bell-tower.ts';
import { ticker } from '../worlds/event-stream.ts';
import { writeTolls } from '../worlds/quota-and-sandbox.ts';
import { writeVault } from '../worlds/credentials-contract.ts';

test('each check is found by its id', () => {
  for (const check of checks) expect(checkById(check.id)).toBe(check);
  expect(checkById('no/such-check')).toBeUndefined();
});

/** These decide documents without promises of their own; test/runner/foreign (among them the allotments) and test/checks/families/http have some. */
const implied = new Set([
  'body/told-time-refused',
  'headers/told-field-comes-back',
  'headers/told-value-sent',
  'headers/field-until-done',
  'body/removed-value-free-again',
  'body/removed-value-stays-taken',
  'lifecycle/action-logged',
  'lifecycle/no-effect-leaves-version',
  'lifecycle/version-rises',
  'pagination/stable-under-removal',
  'lifecycle/preview-kept',
  'lifecycle/computed-again',
  'schema/write-only-not-shown',
  'filtering/zone-of-bound',
  'lifecycle/entry-shown',
  'lifecycle/entry-kept-once',
  'lifecycle/entries-all-or-nothing',
  'filtering/search-as-told',
  'lifecycle/number-not-given-again',
  'lifecycle/uses-limited',
  'lifecycle/expired-refused',
  'lifecycle/ends-by-itself',
  'lifecycle/unsuited-refused',
  'lifecycle/refused-action-leaves-all',
  'lifecycle/parts-follow-action',
  'idempotency/keyed-action-once',
  'status/declared',
  'status/documented-call',
  'headers/media-type-declared',
  'headers/described-sent',
  'errors/no-failure',
  'errors/no-described-failure',
  'errors/available',
  'query/documented-value-accepted',
  'body/documented-value-accepted',
  'body/documented-value-kept',
  'body/too-large-refused',
  'body/described-types-accepted',
  'auth/kept-from-other-accounts',
  'errors/malformed-id-refused',
  'schema/described-success-present',
  'schema/described-error-present',
  'filtering/within-bounds',
  'filtering/several-values',
  'filtering/held-values',
  'filtering/text-contained',
  'concurrency/stale-update-refused',
  'concurrency/condition-required',
  'concurrency/tag-changes-with-update',
  'concurrency/tag-changes-with-action',
  'headers/unchanged-not-sent-again',
  'headers/conditions-considered',
  'headers/ranges-served',
  'headers/csv-as-json',
  'concurrency/any-version-read',
  'auth/refused-as-described',
  'idempotency/keyed-creation-once',
  'schema/sums-agree',
  'schema/told-entries-there',
  'headers/export-as-list',
  'headers/csv-readable',
  'pagination/page-count-true',
  'pagination/summary-agrees',
  'pagination/figures-follow',
  'query/parts-as-asked',
  'lifecycle/numbers-derived',
  'pagination/link-leads-on',
  'pagination/link-keeps-filters',
  'pagination/total-of-filtered',
  'pagination/empty-after-the-end',
  'pagination/position-exact',
  'query/breach-refused',
  'query/unknown-value-refused',
  'query/write-breach-refused',
  'query/left-out-refused',
  'query/write-left-out-refused',
  'body/absent-refused',
  'lifecycle/left-out-from-named',
  'body/told-day-refused',
  'body/told-bound-refused',
  'body/repeated-entry-refused',
  'body/whole-list-demanded',
  'lifecycle/unfit-reference-refused',
  'body/other-media-type-refused',
  'body/breach-refused',
  'body/refused-change-stores-nothing',
  'lifecycle/sent-is-shown',
  'lifecycle/unusual-text-kept',
  'lifecycle/defaults-shown',
  'lifecycle/undescribed-member-ignored',
  'lifecycle/change-shown',
  'lifecycle/replaced-whole',
  'lifecycle/listed-as-read',
  'lifecycle/below-own-parent',
  'lifecycle/found-below-own-parent',
  'lifecycle/upload-change-kept',
  'lifecycle/upload-read-back',
  'lifecycle/removed-upload-gone',
  'lifecycle/removed-stays-away',
  'lifecycle/removal-leaves-others',
  'lifecycle/first-state-is-no-end',
  'lifecycle/patched-as-a-whole',
  'lifecycle/put-says-created',
  'concurrency/answered-tag-current',
  'lifecycle/removed-with-its-parent',
  'lifecycle/part-kept',
  'lifecycle/action-text-kept',
  'lifecycle/file-kept',
  'lifecycle/mistaken-upload-refused',
  'pagination/last-page-as-stated',
  'idempotency/other-body-not-taken-for-the-first',
  'idempotency/keyed-creations-at-once',
  'idempotency/key-of-another-account',
  'body/refused-creation-unlisted',
  'body/taken-value-not-set',
  'body/taken-in-other-case-refused',
  'concurrency/other-tag-refused',
  'lifecycle/secret-shown-once',
  'lifecycle/values-given-once',
  'lifecycle/action-shown',
  'lifecycle/other-moves-refused',
  'lifecycle/refused-in-state',
  'lifecycle/leads-to-state',
  'lifecycle/moments-with-states',
  'lifecycle/value-in-state-alone',
  'lifecycle/states-in-history',
  'lifecycle/moved-on-removal',
  'lifecycle/used-is-kept',
  'lifecycle/exported-records',
  'body/all-mistakes-named',
  'auth/foreign-filter-shows-nothing',
  'auth/foreign-item-unlisted',
  'headers/other-digest-refused',
  'lifecycle/state-chosen',
  'lifecycle/children-counted',
  'lifecycle/account-limit-kept',
  'lifecycle/capacity-kept',
  'lifecycle/last-place-given-once',
  'lifecycle/place-comes-back',
  'lifecycle/bulk-all-or-nothing',
  'lifecycle/bulk-told-truly',
  'lifecycle/bulk-breaches-refused',
  'lifecycle/bulk-entry-kept',
  'lifecycle/bulk-equal-refused',
  'lifecycle/overlap-refused',
  'lifecycle/touching-accepted',
  'lifecycle/longer-refused',
  'lifecycle/intervals-merged',
  'body/unsuited-value-refused',
  'lifecycle/fixed-members-stay',
  'lifecycle/bulk-limit-kept',
  'errors/unknown-path-alike',
  'lifecycle/task-followed',
  'ordering/order-as-asked',
  'ordering/unknown-key-refused',
  'ordering/second-key',
  'pagination/ordered-walk-complete',
  'filtering/any-case-matches',
  'filtering/bound-itself',
  'webhooks/method',
  'webhooks/media-type',
  'webhooks/body-schema',
  'webhooks/required-fields',
  'webhooks/signature-fits',
  'webhooks/event-ids-differ',
  'webhooks/callback-called',
  'webhooks/refused-calls-nothing',
  'webhooks/kept-from-others',
  'streaming/resumes-after-last-id',
  'streaming/ends-after-count',
  'streaming/kept-from-others',
  'streaming/told-events-sent',
  'body/second-for-same-refused',
  'lifecycle/added-again-kept',
  'lifecycle/rated-price-right',
  'lifecycle/tariff-kept',
  'lifecycle/overdue-charged',
  'lifecycle/time-comes-back',
  'auth/foreign-reference-refused',
  'errors/reference-to-nothing-refused',
  'lifecycle/below-itself-refused',
  'lifecycle/stored-bound-refused',
  'body/status-as-told',
  'body/told-limit-refused',
  'body/told-condition-refused',
  'body/told-total-refused',
  'body/told-sum-refused',
  'errors/code-of-status',
  'body/condition-kept-by-change',
  'body/told-vocabulary-refused',
  'filtering/day-itself',
  'filtering/overlaps-included',
  'lifecycle/uses-counted',
  'lifecycle/version-kept',
  'lifecycle/versions-compared',
  'lifecycle/restored-as-version',
  'lifecycle/other-time-refused',
  'lifecycle/named-follows-action',
  'lifecycle/number-follows-action',
  'filtering/narrowest-range',
  'auth/closed-read-refused',
  'auth/granted-to-role',
  'auth/hidden-member-left-out',
  'auth/hidden-resource-absent',
  'auth/member-of-roles-kept',
  'auth/own-only-shown',
  'auth/listed-for-role-readable',
  'concurrency/old-version-refused',
  'lifecycle/unchangeable-stays',
  'lifecycle/values-in-history',
  'lifecycle/one-at-a-time',
  'lifecycle/early-refused',
  'lifecycle/refused-while-open',
  'lifecycle/other-value-refused',
  'auth/open-without-credential',
  'auth/other-kind-refused',
  'lifecycle/single-change-shown',
  'lifecycle/more-than-left-refused',
  'lifecycle/more-than-stock-refused',
  'lifecycle/child-of-other-refused',
  'lifecycle/repetition-leaves',
  'lifecycle/shared-trait-demanded',
  'filtering/left-out-unless-asked',
  'filtering/top-level-alone',
  'concurrency/tag-changes-with-part',
  'lifecycle/entries-judged-apart',
  'lifecycle/rows-judged-apart',
  'lifecycle/bodies-judged-apart',
  'lifecycle/done-again-refused',
  'lifecycle/settled-period-kept',
  'auth/own-decision-refused',
  'auth/own-settling-refused',
  'auth/left-to-maker-refused',
  'auth/shown-to-every-credential',
  'auth/ended-token-refused',
  'auth/issued-scope-kept',
  'auth/rotated-secret-differs',
  'lifecycle/end-taken-away',
  'lifecycle/children-follow-action',
  'auth/known-credential-not-challenged',
  'filtering/year-matches',
  'headers/digest-fits',
  'body/barred-value-refused',
  'lifecycle/named-settled',
  'lifecycle/due-flag-follows',
  'lifecycle/task-cancelled',
  'lifecycle/copy-begins-as-told',
  'lifecycle/content-kept',
  'pagination/far-behind-the-end',
  'query/told-range-refused',
  'query/told-time-refused',
  'pagination/page-figures-follow',
  'pagination/cursor-of-other-query-refused',
  'lifecycle/mask-kept',
  'body/taken-elsewhere-refused',
  'lifecycle/task-counts-list',
  'lifecycle/parts-discarded',
  'lifecycle/earlier-state-returned',
  'lifecycle/dry-run-stores-nothing',
  'lifecycle/left-out-in-state',
  'lifecycle/listed-in-state',
  'lifecycle/listed-is-readable',
  'lifecycle/taken-off-on-removal',
  'lifecycle/emptied-on-removal',
  'lifecycle/rising-refused',
  'lifecycle/embedded-entry-shown',
  'lifecycle/numbers-without-gaps',
  'lifecycle/positions-without-gaps',
  'lifecycle/day-in-zone',
  'lifecycle/link-shown',
  'lifecycle/link-says-created',
  'lifecycle/listed-beside-others',
  'lifecycle/existing-read-as-listed',
  'lifecycle/refused-while-lacking',
  'lifecycle/taken-is-given-back',
  'body/mistake-located',
  'filtering/part-matches-nothing',
  'filtering/searched-words',
  'lifecycle/removed-is-marked',
  'lifecycle/removed-left-out',
  'lifecycle/removed-is-refused',
  'lifecycle/restored-is-back',
  'lifecycle/purged-is-gone',
  'lifecycle/audit-logged',
  'lifecycle/only-one-flagged',
  'lifecycle/flag-inherited',
  'rate-limit/told-quota-enforced',
  'rate-limit/remaining-counts-down',
  'rate-limit/told-remaining-falls',
  'rate-limit/told-quota-apart',
  'rate-limit/remaining-at-most-limit',
  ...checks.map(({ id }) => id).filter((id) => id.startsWith('http/') || id.startsWith('sequences/')),
  'rate-limit/retry-after-sent',
  'rate-limit/headers-sent',
  'rate-limit/announced-policy-enforced',
  ...checks.map(({ id }) => id).filter((id) => id.startsWith('http/')),
]);

/** A contract of things that can be read, changed and removed. */
const loans = async (): Promise<Contract> => {
  const { folder, file } = writeLoans();
  return loadContract(file).finally(() => rmSync(folder, { recursive: true, force: true }));
};

/** A contract that says much about who may come in. */
const vault = async (): Promise<Contract> => {
  const { folder, file } = writeVault();
  return loadContract(file).finally(() => rmSync(folder, { recursive: true, force: true }));
};

test('each check finds a place with an owner in a contract of other names', async () => {
  const contracts = [
    await errands('named'),
    await errands('placed'),
    await loadContract((await parcels()).source, { survey: true }),
    await loans(),
    await loadContract(writeBooks(), { survey: true }),
    await loadContract(writeTolls()),
    await loadContract(writeShelves()),
    await vault(),
    await atlas(),
    await kennel(),
    await club(),
    await ticker(),
    await towerContract(),
  ];
  const without = checks.filter(
    (check) =>
      !implied.has(check.id) &&
      !contracts.some((contract) => check.locations(contract).some((location) => ownerOf(contract, check, location) !== undefined)),
  );
  expect(without.map(({ id }) => id)).toEqual([]);
});

test('a check lists no place twice', async () => {
  const contract = await parcels();
  for (const check of checks) {
    const keys = check.locations(contract).map(locationKey);
    expect(keys.length, check.id).toBe(new Set(keys).size);
  }
});

test('a probe tells what each of its places takes, all of it what an operator can give', async () => {
  const contract = await parcels();
  const fixtures = Object.keys(rootConventions(contract.document).fixtures ?? {}).map((name) => [name, 'post'] as const);
  const target = targetOf({
    baseUrl: 'https://127.0.0.1:1/v3',
    urls: { plain: 'http://127.0.0.1:2/v3' },
    credentials: credentialNames,
    allow: permissions,
    maxCreates: 40,
    fixtures: Object.fromEntries(fixtures),
    plan: 'basic',
    quota: { limit: 30, windowSeconds: 10, exclusive: true },
  });
  const around = { contract, target };
  for (const check of checks) {
    if (check.kind !== 'probe' || implied.has(check.id)) continue;
    for (const location of check.locations(contract)) {
      expect(unmetPrerequisites(check.prerequisites(location, around), target), check.id).toEqual([]);
      expect(check.cost(location, around).requests, check.id).toBeGreaterThan(0);
    }
  }
});

test('whatever sends an unsafe method asks for the permission, and for another one where nothing is removed', async () => {
  const contract = await parcels();
  const around = { contract, target: targetOf({ allow: [] }) };
  for (const check of checks) {
    if (check.kind !== 'probe') continue;
    for (const location of check.locations(contract)) {
      const asked = check.prerequisites(location, around).flatMap((need) => (need.kind === 'permission' ? [need.permission] : []));
      if (location.operation === 'POST /parcels') expect(asked, check.id).toEqual(expect.arrayContaining(['mutation', 'permanent']));
      if (location.operation?.endsWith('reroute')) expect(asked, check.id).toContain('mutation');
      const mayCreate = check.cost(location, around).creates > 0;
      // These send methods that are not described, so that they ask as for every method of the path.
      if (location.operation?.startsWith('GET ') && !['http/other-methods-refused', 'survey/method'].includes(check.id))
        expect(asked, check.id).toEqual(mayCreate ? ['mutation', 'permanent'] : []);
    }
  }
});
