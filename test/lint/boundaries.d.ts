export declare const ALLOWED: Readonly<Record<string, readonly string[]>>;
export declare function violation(file: string, specifier: string): string | undefined;
