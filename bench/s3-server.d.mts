export const startS3: (
  directory: string,
  bucket: string,
) => Promise<{ readonly why: string } | { readonly env: Readonly<Record<string, string>>; close(): Promise<void> }>;
