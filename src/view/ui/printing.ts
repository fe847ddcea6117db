import { useEffect, useState } from 'preact/hooks';

/** Whether the page is on its way to paper: a print dialog, or a print style being emulated. */
export function usePrinting(): boolean {
  const [printing, setPrinting] = useState(false);
  useEffect(() => {
    const media = matchMedia('print');
    const follow = (): void => setPrinting(media.matches);
    const start = (): void => setPrinting(true);
    const end = (): void => setPrinting(false);
    media.addEventListener('change', follow);
    addEventListener('beforeprint', start);
    addEventListener('afterprint', end);
    return () => {
      media.removeEventListener('change', follow);
      removeEventListener('beforeprint', start);
      removeEventListener('afterprint', end);
    };
  }, []);
  return printing;
}
