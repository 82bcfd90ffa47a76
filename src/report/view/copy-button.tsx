import { useEffect, useState } from 'preact/hooks';

/** Copies as browsers did before they had a clipboard for scripts: a page from the disk may have no other way. */
const copyBySelection = (text: string): boolean => {
  const area = document.createElement('textarea');
  area.value = text;
  area.className = 'unseen';
  document.body.append(area);
  area.select();
  const isCopied = document.execCommand('copy');
  area.remove();
  return isCopied;
};

const copied = async (text: string): Promise<boolean> => {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copyBySelection(text);
  }
};

/** A button that copies a text and says so. */
export const CopyButton = ({ text, label }: { readonly text: string; readonly label: string }) => {
  const [said, say] = useState('');
  useEffect(() => {
    if (said === '') return undefined;
    const timer = setTimeout(() => say(''), 2000);
    return () => clearTimeout(timer);
  }, [said]);
  const copy = async (): Promise<void> => say((await copied(text)) ? 'Copied' : 'Cannot copy');
  return (
    <button type="button" class="copy" onClick={() => void copy()}>
      <span aria-live="polite">{said === '' ? label : said}</span>
    </button>
  );
};

/** A command with the button that copies it. */
export const Command = ({ text, label }: { readonly text: string; readonly label: string }) => (
  <div class="command">
    <pre>{text}</pre>
    <CopyButton text={text} label={label} />
  </div>
);
