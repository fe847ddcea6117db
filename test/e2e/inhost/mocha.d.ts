/** What the suites use of mocha, whose own types would come from another package. */
declare function suite(title: string, body: () => void): void;
declare function test(title: string, body: () => void | Promise<void>): void;
declare function suiteSetup(body: () => void | Promise<void>): void;
declare function teardown(body: () => void | Promise<void>): void;

/** Path of mocha's package, written in by the bundler. */
declare const MOCHA: string;
