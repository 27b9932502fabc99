import { Invalid } from "../errors";
import { passwordLength } from "./password-length";

/** Throws Invalid, at `field`, for a new password that is too short or too long. */
export function checkPassword(password: string, field: string): void {
  const { min: minimum, max: maximum } = passwordLength;
  if (password.length < minimum) throw new Invalid("tooShort", { minimum }, field);
  if (password.length > maximum) throw new Invalid("tooLong", { maximum }, field);
}
