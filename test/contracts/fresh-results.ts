import { rmSync } from 'node:fs';

/** Removes the results of an earlier run, which Allure would show as retries of this one. */
export const setup = (): void => rmSync(new URL('../../reports/allure-results', import.meta.url), { recursive: true, force: true });
