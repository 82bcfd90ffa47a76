/** What `assay list` can list. */
export const listNames = ['contracts', 'operations', 'checks', 'requirements', 'defects', 'fixtures', 'targets'] as const;
export type ListName = (typeof listNames)[number];
