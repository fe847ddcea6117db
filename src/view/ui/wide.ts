import { useEffect, useState } from 'preact/hooks';

/** Whether the page is at least `pixels` wide. */
export function useWide(pixels: number): boolean {
  const [wide, setWide] = useState(() => innerWidth >= pixels);
  useEffect(() => {
    const media = matchMedia(`(min-width: ${pixels}px)`);
    const follow = (): void => setWide(media.matches);
    follow();
    media.addEventListener('change', follow);
    return () => media.removeEventListener('change', follow);
  }, [pixels]);
  return wide;
}
