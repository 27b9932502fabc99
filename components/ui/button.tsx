import type { ComponentPropsWithRef } from "react";
import { type ButtonLook, buttonLook } from "./button-look";

type Props = Omit<ComponentPropsWithRef<"button">, "style"> & { look?: ButtonLook };

export function Button({ look = "plain", type = "button", className = "", ...rest }: Props) {
  return <button type={type} className={`${buttonLook[look]} ${className}`} {...rest} />;
}
