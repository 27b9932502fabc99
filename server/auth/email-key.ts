/** An e-mail address as accounts are found by it: without outer spaces, in one Unicode form, lower case. */
export function emailKey(email: string): string {
  return email.trim().normalize("NFKC").toLowerCase();
}
