import { DeadEnd } from "@/app/dead-end";

export default function ForbiddenPage() {
  return <DeadEnd reason="forbidden" />;
}
